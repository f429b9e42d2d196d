// io.zipkin.brave:brave-instrumentation-httpclient5:6.0.3
// org.apache.httpcomponents.client5:httpclient5:5.3.1
import brave.Tracing;
import brave.httpclient5.HttpClient5Tracing;
import io.poolingagent.app.sdks.Sdk;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Brave around Apache 5. */
public final class BraveApache5 implements Sdk {

  private static final Tracing TRACING = Tracing.newBuilder().build();

  @Override
  public String call(String address) throws Exception {
    try (CloseableHttpClient client =
        HttpClient5Tracing.newBuilder(TRACING).build(HttpClients.custom())) {
      return client.execute(
          new HttpGet(address + "/page"), response -> EntityUtils.toString(response.getEntity()));
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
