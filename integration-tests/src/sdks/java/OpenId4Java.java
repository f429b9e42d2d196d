// org.openid4java:openid4java:1.0.0
import io.poolingagent.app.sdks.Sdk;
import org.openid4java.util.HttpCache;

/** OpenID4Java's fetcher. */
public final class OpenId4Java implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return new HttpCache().get(address + "/id").getBody();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
