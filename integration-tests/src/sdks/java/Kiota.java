// com.microsoft.kiota:microsoft-kiota-http-okHttp:1.8.4
import com.microsoft.kiota.HttpMethod;
import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.authentication.AnonymousAuthenticationProvider;
import com.microsoft.kiota.http.OkHttpRequestAdapter;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;

/** Kiota, on which Microsoft Graph's client stands. */
public final class Kiota implements Sdk {

  @Override
  public String call(String address) throws Exception {
    OkHttpRequestAdapter adapter = new OkHttpRequestAdapter(new AnonymousAuthenticationProvider());
    RequestInformation request = new RequestInformation();
    request.httpMethod = HttpMethod.GET;
    request.setUri(URI.create(address + "/thing"));
    try (java.io.InputStream in = adapter.sendPrimitive(request, null, java.io.InputStream.class)) {
      return new String(in.readAllBytes());
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
