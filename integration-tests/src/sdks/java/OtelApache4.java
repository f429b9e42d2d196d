// io.opentelemetry.instrumentation:opentelemetry-apache-httpclient-4.3:2.10.0-alpha
// org.apache.httpcomponents:httpclient:4.5.14
// io.opentelemetry:opentelemetry-sdk:1.44.1
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.apachehttpclient.v4_3.ApacheHttpClientTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.poolingagent.app.sdks.Sdk;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.util.EntityUtils;

/** OpenTelemetry around Apache 4. */
public final class OtelApache4 implements Sdk {

  private static final OpenTelemetry TELEMETRY = OpenTelemetrySdk.builder().build();

  @Override
  public String call(String address) throws Exception {
    try (CloseableHttpClient client = ApacheHttpClientTelemetry.create(TELEMETRY).newHttpClient()) {
      return client.execute(
          new HttpGet(address + "/page"), response -> EntityUtils.toString(response.getEntity()));
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
