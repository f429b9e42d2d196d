// io.github.hakky54:sslcontext-kickstart-for-apache5:8.3.7
// org.apache.httpcomponents.client5:httpclient5:5.4.1
import io.poolingagent.app.sdks.Sdk;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.apache5.util.Apache5SslUtils;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** SSLContext Kickstart with Apache 5. */
public final class SslKickstartApache5 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    SSLFactory factory = SSLFactory.builder().withDefaultTrustMaterial().build();
    try (CloseableHttpClient client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setSSLSocketFactory(Apache5SslUtils.toSocketFactory(factory))
                    .build())
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
    return "a socket factory with parameters that can change, made anew with each client";
  }
}
