// com.google.http-client:google-http-client:1.47.0
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import io.poolingagent.app.sdks.Sdk;

/** Google's HTTP client, below its API clients. */
public final class GoogleNet implements Sdk {

  @Override
  public String call(String address) throws Exception {
    HttpTransport transport = new NetHttpTransport();
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
