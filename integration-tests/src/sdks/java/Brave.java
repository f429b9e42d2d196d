// io.zipkin.brave:brave-instrumentation-httpclient:6.0.3
// org.apache.httpcomponents:httpclient:4.5.14
import brave.Tracing;
import brave.httpclient.TracingHttpClientBuilder;
import io.poolingagent.app.sdks.Sdk;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.util.EntityUtils;

/** Brave around Apache 4: a builder that extends Apache's. */
public final class Brave implements Sdk {

  private static final Tracing TRACING = Tracing.newBuilder().build();

  @Override
  public String call(String address) throws Exception {
    try (CloseableHttpClient client = TracingHttpClientBuilder.create(TRACING).build()) {
      return client.execute(
          new HttpGet(address + "/page"), response -> EntityUtils.toString(response.getEntity()));
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
