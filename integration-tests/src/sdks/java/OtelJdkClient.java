// io.opentelemetry.instrumentation:opentelemetry-java-http-client:2.10.0-alpha
// io.opentelemetry:opentelemetry-sdk:1.44.1
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.httpclient.JavaHttpClientTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** OpenTelemetry around the JDK's client. */
public final class OtelJdkClient implements Sdk {

  private static final OpenTelemetry TELEMETRY = OpenTelemetrySdk.builder().build();

  @Override
  public String call(String address) throws Exception {
    HttpClient client =
        JavaHttpClientTelemetry.builder(TELEMETRY)
            .build()
            .newHttpClient(HttpClient.newHttpClient());
    return client
        .send(
            HttpRequest.newBuilder(URI.create(address + "/page")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
