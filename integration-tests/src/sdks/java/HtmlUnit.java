// org.htmlunit:htmlunit:5.7.0
import io.poolingagent.app.sdks.Sdk;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlPage;

/** HtmlUnit, a browser without a window. */
public final class HtmlUnit implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (WebClient client = new WebClient()) {
      client.getOptions().setJavaScriptEnabled(false);
      return ((HtmlPage) client.getPage(address + "/")).getTitleText();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "<html><head><title>hello</title></head><body></body></html>";
  }

  @Override
  public String note() {
    return "socket factories of its own, which go by the request's context";
  }
}
