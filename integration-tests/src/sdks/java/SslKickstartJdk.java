// io.github.hakky54:sslcontext-kickstart:8.3.7
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import nl.altindag.ssl.SSLFactory;

/** SSLContext Kickstart with the JDK's client. */
public final class SslKickstartJdk implements Sdk {

  @Override
  public String call(String address) throws Exception {
    SSLFactory factory = SSLFactory.builder().withDefaultTrustMaterial().build();
    HttpClient client =
        HttpClient.newBuilder()
            .sslContext(factory.getSslContext())
            .sslParameters(factory.getSslParameters())
            .build();
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

  @Override
  public String note() {
    return "a TLS context of a class of its own, made anew with each client";
  }
}
