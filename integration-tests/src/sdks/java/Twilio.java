// com.twilio.sdk:twilio:10.9.2
import com.twilio.http.HttpMethod;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import io.poolingagent.app.sdks.Sdk;

/** Twilio's own. */
public final class Twilio implements Sdk {

  @Override
  public String call(String address) throws Exception {
    com.twilio.http.TwilioRestClient client =
        new com.twilio.http.TwilioRestClient.Builder("user", "password")
            .httpClient(new NetworkHttpClient())
            .build();
    return client
        .getHttpClient()
        .makeRequest(new Request(HttpMethod.GET, address + "/2010-04-01/Accounts.json"))
        .getContent();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{}";
  }
}
