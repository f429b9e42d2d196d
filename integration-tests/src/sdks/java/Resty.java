// us.monoid.web:resty:0.3.2
import io.poolingagent.app.sdks.Sdk;

/** Resty. */
public final class Resty implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return new us.monoid.web.Resty().text(address + "/page").toString();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
