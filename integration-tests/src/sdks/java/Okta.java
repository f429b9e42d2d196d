// com.okta.sdk:okta-sdk-api:24.0.0
// com.okta.sdk:okta-sdk-impl:24.0.0
import com.okta.sdk.authc.credentials.TokenClientCredentials;
import com.okta.sdk.client.Clients;
import com.okta.sdk.resource.api.GroupApi;
import com.okta.sdk.resource.client.ApiClient;
import io.poolingagent.app.sdks.Sdk;

/** Okta's own. */
public final class Okta implements Sdk {

  static {
    System.setProperty("okta.testing.disableHttpsCheck", "true");
  }

  @Override
  public String call(String address) throws Exception {
    ApiClient client =
        Clients.builder()
            .setOrgUrl(address)
            .setClientCredentials(new TokenClientCredentials("token"))
            .build();
    return new GroupApi(client).getGroup("g").getId();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"id\":\"g\",\"type\":\"OKTA_GROUP\",\"profile\":{\"name\":\"n\"}}";
  }
}
