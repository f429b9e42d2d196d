// com.postmarkapp:postmark:1.13.0
import com.postmarkapp.postmark.client.ApiClient;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;

/** Postmark's own. */
public final class Postmark implements Sdk {

  @Override
  public String call(String address) throws Exception {
    ApiClient client =
        com.postmarkapp.postmark.Postmark.getApiClient(
            "t", address.startsWith("https"), URI.create(address).getAuthority());
    return client.getServer().getName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"ID\":1,\"Name\":\"hello\"}";
  }
}
