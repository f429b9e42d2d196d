// net.sourceforge.htmlunit:htmlunit:2.70.0
import com.gargoylesoftware.htmlunit.WebClient;
import com.gargoylesoftware.htmlunit.html.HtmlPage;
import io.poolingagent.app.sdks.Sdk;

/** HtmlUnit, as it was. */
public final class HtmlUnit2 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (WebClient client = new WebClient()) {
      client.getOptions().setJavaScriptEnabled(false);
      client.getOptions().setUseInsecureSSL(true);
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
