// com.intuit.karate:karate-core:1.4.1
import com.intuit.karate.Http;
import io.poolingagent.app.sdks.Sdk;

/** Karate's HTTP client, by Apache. */
public final class Karate implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return Http.to(address).configure("ssl", true).path("page").get().getBodyAsString();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
