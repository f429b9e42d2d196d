// io.github.hakky54:sslcontext-kickstart-for-apache4:8.3.7
// org.apache.httpcomponents:httpclient:4.5.14
import io.poolingagent.app.sdks.Sdk;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.apache4.util.Apache4SslUtils;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.util.EntityUtils;

/** SSLContext Kickstart with Apache 4. */
public final class SslKickstartApache4 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    SSLFactory factory = SSLFactory.builder().withDefaultTrustMaterial().build();
    try (CloseableHttpClient client =
        HttpClients.custom()
            .setSSLSocketFactory(Apache4SslUtils.toSocketFactory(factory))
            .build()) {
      return client.execute(
          new HttpGet(address + "/page"), response -> EntityUtils.toString(response.getEntity()));
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
