// org.restlet:org.restlet.ext.httpclient:2.5.2
import io.poolingagent.app.sdks.Sdk;
import org.restlet.resource.ClientResource;

/** Restlet, by Apache. */
public final class Restlet implements Sdk {

  @Override
  public String call(String address) throws Exception {
    ClientResource resource = new ClientResource(address + "/page");
    try {
      return resource.get().getText();
    } finally {
      resource.release();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }

  @Override
  public String note() {
    return "over TLS a socket factory that holds settings which can change";
  }
}
