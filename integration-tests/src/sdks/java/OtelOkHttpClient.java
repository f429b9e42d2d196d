// io.opentelemetry.instrumentation:opentelemetry-okhttp-3.0:2.10.0-alpha
// com.squareup.okhttp3:okhttp:4.12.0
// io.opentelemetry:opentelemetry-sdk:1.44.1
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.okhttp.v3_0.OkHttpTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.poolingagent.app.sdks.Sdk;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** OpenTelemetry around OkHttp. */
public final class OtelOkHttpClient implements Sdk {

  private static final OpenTelemetry TELEMETRY = OpenTelemetrySdk.builder().build();

  @Override
  public String call(String address) throws Exception {
    Call.Factory client =
        OkHttpTelemetry.builder(TELEMETRY).build().newCallFactory(new OkHttpClient());
    try (Response response =
        client.newCall(new Request.Builder().url(address + "/page").build()).execute()) {
      return response.body().string();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
