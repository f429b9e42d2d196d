// com.google.http-client:google-http-client:1.47.0
// com.google.http-client:google-http-client-apache-v5:1.47.0
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.apache.v5.Apache5HttpTransport;
import io.poolingagent.app.sdks.Sdk;

/** Google's HTTP client, below its API clients. */
public final class GoogleApache5 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    HttpTransport transport = new Apache5HttpTransport();
    String said =
        transport
            .createRequestFactory()
            .buildGetRequest(new GenericUrl(address + "/v1/thing"))
            .execute()
            .parseAsString();
    transport.shutdown();
    return said;
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
