// com.github.scribejava:scribejava-core:8.3.3
import com.github.scribejava.core.builder.ServiceBuilder;
import com.github.scribejava.core.builder.api.DefaultApi20;
import com.github.scribejava.core.oauth.OAuth20Service;
import io.poolingagent.app.sdks.Sdk;

/** ScribeJava with what it brings. */
public final class Scribe implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (OAuth20Service service =
        new ServiceBuilder("key").apiSecret("secret").build(new Api(address))) {
      return service.getAccessTokenClientCredentialsGrant().getAccessToken();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"access_token\":\"hello\",\"token_type\":\"Bearer\",\"expires_in\":60}";
  }

  /** A service of tokens. */
  private static final class Api extends DefaultApi20 {

    private final String address;

    Api(String address) {
      this.address = address;
    }

    @Override
    public String getAccessTokenEndpoint() {
      return address + "/token";
    }

    @Override
    protected String getAuthorizationBaseUrl() {
      return address + "/authorize";
    }
  }
}
