package io.poolingagent.client.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.pool.PoolKey;
import io.poolingagent.tls.TlsIdentities;
import io.poolingagent.weave.FieldsByCode;
import java.net.CookieManager;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.function.UnaryOperator;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

class KeyTest {

  private static PoolKey key(HttpClient.Builder builder) throws GeneralSecurityException {
    return Key.of(Configuration.of(builder), new TlsIdentities(new FieldsByCode()));
  }

  private static SSLParameters parameters(UnaryOperator<SSLParameters> change) {
    return change.apply(new SSLParameters());
  }

  @Test
  void buildersThatWereToldTheSameHaveOneKey() throws Exception {
    assertThat(key(HttpClient.newBuilder())).isEqualTo(key(HttpClient.newBuilder()));
    assertThat(key(everything())).isEqualTo(key(everything()));
  }

  private static HttpClient.Builder everything() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.ALWAYS)
        .connectTimeout(Duration.ofSeconds(3))
        .executor(ForkJoinPool.commonPool())
        .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", 3128)))
        .priority(7)
        .sslParameters(
            parameters(
                p -> {
                  p.setProtocols(new String[] {"TLSv1.3"});
                  p.setServerNames(List.of(new SNIHostName("a.example")));
                  return p;
                }));
  }

  @Test
  void eachPartThatMattersToAConnectionOrARequestMakesAnotherKey() throws Exception {
    Map<String, HttpClient.Builder> others =
        Map.of(
            "context", HttpClient.newBuilder().sslContext(SSLContext.getInstance("TLSv1.3")),
            "version", HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1),
            "redirects", HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL),
            "timeout", HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)),
            "executor", HttpClient.newBuilder().executor(Runnable::run),
            "cookies", HttpClient.newBuilder().cookieHandler(new CookieManager()),
            "proxy", HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY),
            "protocols",
                HttpClient.newBuilder()
                    .sslParameters(new SSLParameters(null, new String[] {"TLSv1.2"})),
            "ciphers",
                HttpClient.newBuilder()
                    .sslParameters(new SSLParameters(new String[] {"TLS_AES_128_GCM_SHA256"})));
    PoolKey plain = key(HttpClient.newBuilder());
    for (Map.Entry<String, HttpClient.Builder> other : others.entrySet()) {
      assertThat(key(other.getValue())).as(other.getKey()).isNotEqualTo(plain);
    }
  }

  @Test
  void theDefaultContextOfThatMomentCounts() throws Exception {
    SSLContext before = SSLContext.getDefault();
    PoolKey earlier = key(HttpClient.newBuilder());
    SSLContext other = SSLContext.getInstance("TLS");
    other.init(null, null, null);
    try {
      SSLContext.setDefault(other);
      assertThat(key(HttpClient.newBuilder())).isNotEqualTo(earlier);
    } finally {
      SSLContext.setDefault(before);
    }
  }

  @Test
  void anExecutorMadeForEachClientIsSeenOnlyOnce() throws Exception {
    Sightings sightings = new Sightings();
    for (int i = 0; i < 10_000; i++) {
      Object marker = new Object();
      assertThat(
              sightings.seenBefore(
                  key(HttpClient.newBuilder().executor(task -> marker.notifyAll()))))
          .isFalse();
    }
    PoolKey usual = key(HttpClient.newBuilder());
    assertThat(sightings.seenBefore(usual)).isFalse();
    assertThat(sightings.seenBefore(key(HttpClient.newBuilder()))).isTrue();
  }
}
