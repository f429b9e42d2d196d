// software.amazon.awssdk:dynamodb:2.57.8
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** AWS SDK 2, DynamoDB, with its default client. */
public final class AwsV2DynamoDb implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (DynamoDbClient client =
        DynamoDbClient.builder()
            .httpClientBuilder(Apache5HttpClient.builder())
            .endpointOverride(URI.create(address))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
            .build()) {
      return client.listTables().tableNames().get(0);
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"TableNames\":[\"table\"]}";
  }
}
