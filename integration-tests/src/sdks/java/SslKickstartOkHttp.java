// io.github.hakky54:sslcontext-kickstart:8.3.7
// com.squareup.okhttp3:okhttp:4.12.0
import io.poolingagent.app.sdks.Sdk;
import nl.altindag.ssl.SSLFactory;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** SSLContext Kickstart with OkHttp. */
public final class SslKickstartOkHttp implements Sdk {

  @Override
  public String call(String address) throws Exception {
    SSLFactory factory = SSLFactory.builder().withDefaultTrustMaterial().build();
    OkHttpClient client =
        new OkHttpClient.Builder()
            .sslSocketFactory(
                factory.getSslSocketFactory(), factory.getTrustManager().orElseThrow())
            .hostnameVerifier(factory.getHostnameVerifier())
            .build();
    try (Response response =
        client.newCall(new Request.Builder().url(address + "/page").build()).execute()) {
      return response.body().string();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }

  @Override
  public String note() {
    return "over TLS a socket factory with parameters that can change, made anew with each client";
  }
}
