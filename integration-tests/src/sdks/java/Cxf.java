// org.apache.cxf:cxf-rt-rs-client:4.1.3
import io.poolingagent.app.sdks.Sdk;
import org.apache.cxf.jaxrs.client.WebClient;

/** Apache CXF. */
public final class Cxf implements Sdk {

  @Override
  public String call(String address) throws Exception {
    WebClient client = WebClient.create(address);
    String said = client.path("thing").get(String.class);
    client.close();
    return said;
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
