// io.zipkin.brave:brave-instrumentation-okhttp3:6.0.3
// com.squareup.okhttp3:okhttp:4.12.0
import brave.Tracing;
import brave.http.HttpTracing;
import brave.okhttp3.TracingInterceptor;
import io.poolingagent.app.sdks.Sdk;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Brave around OkHttp, as its documentation says. */
public final class BraveOkHttp implements Sdk {

  private static final HttpTracing TRACING = HttpTracing.create(Tracing.newBuilder().build());

  @Override
  public String call(String address) throws Exception {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .dispatcher(
                new Dispatcher(
                    TRACING
                        .tracing()
                        .currentTraceContext()
                        .executorService(new Dispatcher().executorService())))
            .addNetworkInterceptor(TracingInterceptor.create(TRACING))
            .build();
    try (Response response =
        client.newCall(new Request.Builder().url(address + "/page").build()).execute()) {
      return response.body().string();
    } finally {
      client.dispatcher().executorService().shutdown();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
