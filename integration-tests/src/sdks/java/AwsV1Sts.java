// com.amazonaws:aws-java-sdk-sts:1.12.797
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;
import io.poolingagent.app.sdks.Sdk;

/** AWS SDK 1, STS; never shut down, as most do. */
public final class AwsV1Sts implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return AWSSecurityTokenServiceClientBuilder.standard()
        .withEndpointConfiguration(new EndpointConfiguration(address, "us-east-1"))
        .withCredentials(new AWSStaticCredentialsProvider(new BasicAWSCredentials("id", "secret")))
        .build()
        .getCallerIdentity(new GetCallerIdentityRequest())
        .getAccount();
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>1</Account><Arn>a</Arn><UserId>u</UserId></GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>\
    """;
  }
}
