// com.jcabi:jcabi-http:2.1.0
// org.apache.httpcomponents:httpclient:4.5.14
// org.glassfish.jersey.core:jersey-common:3.1.10
import com.jcabi.http.request.ApacheRequest;
import io.poolingagent.app.sdks.Sdk;

/** jcabi-http, by Apache: a client for each request, by itself. */
public final class JcabiApache implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return new ApacheRequest(address).uri().path("/page").back().fetch().body();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
