// com.auth0:auth0:3.2.0
import com.auth0.client.auth.AuthAPI;
import io.poolingagent.app.sdks.Sdk;

/** Auth0's own. */
public final class Auth0 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    AuthAPI client = AuthAPI.newBuilder(address, "id", "secret").build();
    return client.requestToken("audience").execute().getBody().getAccessToken();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"access_token\":\"hello\",\"token_type\":\"Bearer\",\"expires_in\":60}";
  }
}
