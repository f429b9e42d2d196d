// com.qcloud:cos_api:5.6.227
import com.qcloud.cos.COSClient;
import com.qcloud.cos.ClientConfig;
import com.qcloud.cos.auth.BasicCOSCredentials;
import com.qcloud.cos.endpoint.UserSpecifiedEndpointBuilder;
import com.qcloud.cos.http.HttpProtocol;
import com.qcloud.cos.region.Region;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;

/** Tencent's object storage. */
public final class TencentCos implements Sdk {

  @Override
  public String call(String address) throws Exception {
    String host = URI.create(address).getAuthority();
    ClientConfig config = new ClientConfig(new Region("ap-shanghai"));
    config.setHttpProtocol(address.startsWith("https") ? HttpProtocol.https : HttpProtocol.http);
    config.setEndpointBuilder(new UserSpecifiedEndpointBuilder(host, host));
    COSClient client = new COSClient(new BasicCOSCredentials("id", "secret"), config);
    try {
      return client.listBuckets().get(0).getName();
    } finally {
      client.shutdown();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <ListAllMyBucketsResult><Owner><ID>o</ID><DisplayName>o</DisplayName></Owner><Buckets><Bucket><Name>bucket-1</Name><Location>ap-shanghai</Location><CreationDate>2026-01-01T00:00:00Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>\
    """;
  }
}
