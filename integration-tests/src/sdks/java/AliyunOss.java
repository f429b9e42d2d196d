// com.aliyun.oss:aliyun-sdk-oss:3.18.1
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import io.poolingagent.app.sdks.Sdk;

/** Alibaba's object storage. */
public final class AliyunOss implements Sdk {

  @Override
  public String call(String address) throws Exception {
    OSS oss = new OSSClientBuilder().build(address, "id", "secret");
    try {
      return oss.listBuckets().get(0).getName();
    } finally {
      oss.shutdown();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <ListAllMyBucketsResult><Owner><ID>o</ID><DisplayName>o</DisplayName></Owner><Buckets><Bucket><CreationDate>2026-01-01T00:00:00.000Z</CreationDate><ExtranetEndpoint>e</ExtranetEndpoint><IntranetEndpoint>i</IntranetEndpoint><Location>l</Location><Name>bucket</Name><StorageClass>Standard</StorageClass></Bucket></Buckets></ListAllMyBucketsResult>\
    """;
  }
}
