// com.sendinblue:sib-api-v3-sdk:7.0.0
import io.poolingagent.app.sdks.Sdk;
import sendinblue.ApiClient;
import sibApi.AccountApi;

/** Brevo's (Sendinblue's) own. */
public final class Brevo implements Sdk {

  @Override
  public String call(String address) throws Exception {
    ApiClient client = new ApiClient();
    client.setBasePath(address);
    client.setApiKey("k");
    return new AccountApi(client).getAccount().getEmail();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"email\":\"hello\",\"firstName\":\"f\",\"lastName\":\"l\",\"companyName\":\"c\",\"address\":{},\"plan\":[]}";
  }
}
