// com.auth0:jwks-rsa:0.22.1
import com.auth0.jwk.UrlJwkProvider;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;

/** Auth0's provider of keys. */
public final class Jwks implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return new UrlJwkProvider(URI.create(address + "/.well-known/jwks.json").toURL())
        .get("k")
        .getAlgorithm();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k\",\"use\":\"sig\",\"alg\":\"RS256\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}";
  }
}
