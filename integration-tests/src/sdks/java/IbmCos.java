// com.ibm.cos:ibm-cos-java-sdk-s3:2.15.1
import com.ibm.cloud.objectstorage.auth.AWSStaticCredentialsProvider;
import com.ibm.cloud.objectstorage.auth.BasicAWSCredentials;
import com.ibm.cloud.objectstorage.client.builder.AwsClientBuilder;
import com.ibm.cloud.objectstorage.services.s3.AmazonS3;
import com.ibm.cloud.objectstorage.services.s3.AmazonS3ClientBuilder;
import io.poolingagent.app.sdks.Sdk;

/** IBM's object storage. */
public final class IbmCos implements Sdk {

  @Override
  public String call(String address) throws Exception {
    AmazonS3 client =
        AmazonS3ClientBuilder.standard()
            .withEndpointConfiguration(
                new AwsClientBuilder.EndpointConfiguration(address, "us-standard"))
            .withCredentials(new AWSStaticCredentialsProvider(new BasicAWSCredentials("i", "s")))
            .withPathStyleAccessEnabled(true)
            .build();
    try {
      return client.getObjectAsString("bucket", "key");
    } finally {
      client.shutdown();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
