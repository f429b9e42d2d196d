// com.nimbusds:oauth2-oidc-sdk:11.29.1
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;

/** The OAuth 2.0 SDK of Connect2id, below Spring Security. */
public final class OAuth2Oidc implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return new HTTPRequest(HTTPRequest.Method.GET, URI.create(address + "/keys")).send().getBody();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"keys\":[]}";
  }
}
