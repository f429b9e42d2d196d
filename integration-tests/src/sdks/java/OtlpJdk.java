// io.opentelemetry:opentelemetry-exporter-otlp:1.57.0
// io.opentelemetry:opentelemetry-exporter-sender-jdk:1.57.0
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.poolingagent.app.sdks.Sdk;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** OpenTelemetry's exporter, by java.net.http. */
public final class OtlpJdk implements Sdk {

  static {
    System.setProperty(
        "io.opentelemetry.exporter.internal.http.HttpSenderProvider",
        "io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSenderProvider");
    System.setProperty(
        "io.opentelemetry.sdk.common.export.HttpSenderProvider",
        "io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSenderProvider");
  }

  @Override
  public String call(String address) throws Exception {
    Span span = SdkTracerProvider.builder().build().get("t").spanBuilder("s").startSpan();
    span.end();
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(address + "/v1/traces").build();
    try {
      CompletableResultCode result = exporter.export(List.of(((ReadableSpan) span).toSpanData()));
      return String.valueOf(result.join(10, TimeUnit.SECONDS).isSuccess());
    } finally {
      exporter.shutdown().join(10, TimeUnit.SECONDS);
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "";
  }
}
