// net.dongliu:requests:5.0.8
import io.poolingagent.app.sdks.Sdk;

/** Requests. */
public final class Requests implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return net.dongliu.requests.Requests.session().get(address + "/thing").send().readToText();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
