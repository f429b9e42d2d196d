// org.apache.ivy:ivy:2.5.2
// org.apache.httpcomponents:httpclient:4.5.14
import io.poolingagent.app.sdks.Sdk;
import java.io.InputStream;
import java.net.URL;
import org.apache.ivy.util.url.HttpClientHandler;

/** Ivy's downloads, by Apache. */
public final class Ivy implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (HttpClientHandler handler = new HttpClientHandler();
        InputStream in = handler.openStream(new URL(address + "/ivy.xml"))) {
      return new String(in.readAllBytes());
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
