// com.squareup.okhttp3:okhttp-tls:4.12.0
import io.poolingagent.app.sdks.Sdk;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;

/** OkHttp's own certificates. */
public final class OkHttpTls implements Sdk {

  @Override
  public String call(String address) throws Exception {
    HandshakeCertificates certificates =
        new HandshakeCertificates.Builder().addPlatformTrustedCertificates().build();
    OkHttpClient client =
        new OkHttpClient.Builder()
            .sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager())
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
}
