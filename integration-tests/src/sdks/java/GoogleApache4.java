// com.google.http-client:google-http-client:1.47.0
// com.google.http-client:google-http-client-apache-v2:1.47.0
// commons-logging:commons-logging:1.2
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import io.poolingagent.app.sdks.Sdk;

/** Google's HTTP client, below its API clients. */
public final class GoogleApache4 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    HttpTransport transport = new ApacheHttpTransport();
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
