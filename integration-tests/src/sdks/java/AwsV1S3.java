// com.amazonaws:aws-java-sdk-s3:1.12.797
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import io.poolingagent.app.sdks.Sdk;

/** AWS SDK 1, S3. */
public final class AwsV1S3 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    AmazonS3 client =
        AmazonS3ClientBuilder.standard()
            .withEndpointConfiguration(new EndpointConfiguration(address, "us-east-1"))
            .withCredentials(
                new AWSStaticCredentialsProvider(new BasicAWSCredentials("id", "secret")))
            .withPathStyleAccessEnabled(true)
            .build();
    String bucket = client.listBuckets().get(0).getName();
    client.shutdown();
    return bucket;
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>o</ID></Owner><Buckets><Bucket><Name>bucket</Name><CreationDate>2026-01-01T00:00:00.000Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>\
    """;
  }
}
