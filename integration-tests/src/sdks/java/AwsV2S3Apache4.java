// software.amazon.awssdk:s3:2.57.8
// software.amazon.awssdk:apache-client:2.57.8
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** AWS SDK 2, S3, with the client that was its default for long. */
public final class AwsV2S3Apache4 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (S3Client client =
        S3Client.builder()
            .httpClientBuilder(ApacheHttpClient.builder())
            .endpointOverride(URI.create(address))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
            .build()) {
      return client.listBuckets().buckets().get(0).name();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>o</ID></Owner><Buckets><Bucket><Name>bucket</Name><CreationDate>2026-01-01T00:00:00.000Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>\
    """;
  }
}
