// io.minio:minio:8.5.17
import io.minio.MinioClient;
import io.poolingagent.app.sdks.Sdk;

/** MinIO's own, until 8.5. */
public final class Minio implements Sdk {

  @Override
  public String call(String address) throws Exception {
    MinioClient client =
        MinioClient.builder()
            .endpoint(address)
            .credentials("id", "secret")
            .region("us-east-1")
            .build();
    return client.listBuckets().get(0).name();
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>o</ID></Owner><Buckets><Bucket><Name>bucket</Name><CreationDate>2026-01-01T00:00:00.000Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>\
    """;
  }

  @Override
  public boolean leaks() {
    return true;
  }
}
