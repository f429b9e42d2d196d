package io.poolingagent.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.sample.app.ClientLibrary;
import io.poolingagent.sample.app.ClientStyle;
import io.poolingagent.sample.app.MarketReport;
import io.poolingagent.sample.upstream.Delays;
import io.poolingagent.sample.upstream.Protocol;
import io.poolingagent.sample.upstream.Upstream;
import io.poolingagent.sample.upstream.UpstreamCounts;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The application against the upstream in this JVM: what it reports, and what the upstream saw of
 * it.
 */
class MarketReportTest {
  private static Upstream upstream;

  @BeforeAll
  static void start() throws Exception {
    upstream = Upstream.start(Delays.NONE);
    System.setProperty("javax.net.ssl.trustStore", upstream.addresses().trustStore().toString());
  }

  @AfterAll
  static void stop() {
    upstream.close();
    System.clearProperty("javax.net.ssl.trustStore");
  }

  @ParameterizedTest
  @CsvSource({
    "OKHTTP, HTTP, 0",
    "OKHTTP, H1, 1",
    "OKHTTP, H2, 1",
    "APACHE4, HTTP, 0",
    "APACHE4, H1, 1",
    "APACHE5, HTTP, 0",
    "APACHE5, H1, 1",
    "COMMONSHTTPCLIENT3, HTTP, 0",
    "COMMONSHTTPCLIENT3, H1, 1",
    "JDK, HTTP, 0",
    "JDK, H1, 1",
    "JDK, H2, 1",
    "URLCONNECTION, H1, 1",
  })
  void aClientPerRequestOpensAConnectionPerRequest(
      ClientLibrary library, Protocol protocol, int handshakes) throws Exception {
    UpstreamCounts before = upstream.counts();

    String text = report(library, ClientStyle.PER_REQUEST, true, protocol).about("ACME");

    assertThat(text).startsWith("ACME: 132.58 EUR. ").contains("tomorrow");
    UpstreamCounts seen = upstream.counts().since(before);
    assertThat(seen.requests()).isEqualTo(2);
    assertThat(seen.connections()).isEqualTo(2);
    assertThat(seen.handshakes()).isEqualTo(2L * handshakes);
  }

  @ParameterizedTest
  @CsvSource({
    "OKHTTP, HTTP",
    "OKHTTP, H1",
    "OKHTTP, H2",
    "APACHE4, HTTP",
    "APACHE4, H1",
    "APACHE5, HTTP",
    "APACHE5, H1",
    "COMMONSHTTPCLIENT3, HTTP",
    "COMMONSHTTPCLIENT3, H1",
    "JDK, HTTP",
    "JDK, H1",
    "JDK, H2",
    "URLCONNECTION, HTTP",
    "URLCONNECTION, H1",
  })
  void aKeptClientOpensOneConnection(ClientLibrary library, Protocol protocol) throws Exception {
    UpstreamCounts before = upstream.counts();
    MarketReport report = report(library, ClientStyle.SHARED, false, protocol);

    for (int i = 0; i < 5; i++) {
      report.about("ACME");
    }

    UpstreamCounts seen = upstream.counts().since(before);
    assertThat(seen.requests()).isEqualTo(10);
    assertThat(seen.connections()).isEqualTo(1);
  }

  @Test
  void theUpstreamIsAsSlowAsItIsTold() throws Exception {
    Duration delay = Duration.ofMillis(50);
    try (Upstream slow = Upstream.start(new Delays(delay, delay, delay))) {
      MarketReport report =
          new MarketReport(
              ClientLibrary.JDK.calls(ClientStyle.SHARED, false),
              slow.addresses().url(Protocol.HTTP));
      long start = System.nanoTime();

      report.about("ACME");

      // One connection and two answers; the handshake delay is for TLS only.
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(delay.multipliedBy(3));
    }
  }

  private static MarketReport report(
      ClientLibrary library, ClientStyle style, boolean cleanUp, Protocol protocol)
      throws Exception {
    return new MarketReport(library.calls(style, cleanUp), upstream.addresses().url(protocol));
  }
}
