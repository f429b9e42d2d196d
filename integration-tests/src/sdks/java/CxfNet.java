// org.apache.cxf:cxf-rt-rs-client:3.5.9
import io.poolingagent.app.sdks.Sdk;
import org.apache.cxf.jaxrs.client.WebClient;

/** CXF 3, by HttpURLConnection. */
public final class CxfNet implements Sdk {

  @Override
  public String call(String address) throws Exception {
    WebClient client = WebClient.create(address);
    try {
      return client.path("page").accept("text/plain").get(String.class);
    } finally {
      client.close();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
