// io.opentelemetry.instrumentation:opentelemetry-apache-httpclient-5.2:2.10.0-alpha
// org.apache.httpcomponents.client5:httpclient5:5.3.1
// io.opentelemetry:opentelemetry-sdk:1.44.1
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.apachehttpclient.v5_2.ApacheHttpClient5Telemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.poolingagent.app.sdks.Sdk;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** OpenTelemetry around Apache 5. */
public final class OtelApache5 implements Sdk {

  private static final OpenTelemetry TELEMETRY = OpenTelemetrySdk.builder().build();

  @Override
  public String call(String address) throws Exception {
    try (CloseableHttpClient client =
        ApacheHttpClient5Telemetry.create(TELEMETRY).newHttpClient()) {
      return client.execute(
          new HttpGet(address + "/page"), response -> EntityUtils.toString(response.getEntity()));
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
