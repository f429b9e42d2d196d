package io.poolingagent.client.commonshttpclient3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poolingagent.client.AgentContext;
import io.poolingagent.client.FakeContext;
import io.poolingagent.pool.Destinations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import org.apache.commons.httpclient.ConnectionPoolTimeoutException;
import org.apache.commons.httpclient.HostConfiguration;
import org.apache.commons.httpclient.HttpConnection;
import org.apache.commons.httpclient.HttpConnectionManager;
import org.apache.commons.httpclient.MultiThreadedHttpConnectionManager;
import org.apache.commons.httpclient.SimpleHttpConnectionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ShadowTest {

  /** As good as not waiting at all, in milliseconds. */
  private static final long AT_ONCE = 1;

  private Runnable whenAskedForDestinations = () -> {};

  private final AgentContext context =
      new FakeContext() {
        @Override
        public Destinations destinations() {
          whenAskedForDestinations.run();
          return super.destinations();
        }
      };

  private ServerSocket server;
  private Adapter adapter;

  @BeforeEach
  void listen() throws Exception {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    adapter = new Adapter(context);
  }

  @AfterEach
  void end() throws IOException {
    server.close();
  }

  private Shadow shadowOf(HttpConnectionManager manager) {
    return new Shadow(adapter, context, manager);
  }

  private HostConfiguration host(String name) {
    HostConfiguration host = new HostConfiguration();
    host.setHost(name, server.getLocalPort());
    return host;
  }

  /** Of a client of its own, open. */
  private HttpConnection lent(String name) throws IOException {
    HttpConnection connection =
        shadowOf(new SimpleHttpConnectionManager()).getConnectionWithTimeout(host(name), AT_ONCE);
    if (!connection.isOpen()) {
      connection.open();
    }
    return connection;
  }

  private int accepted() throws IOException {
    server.setSoTimeout(1);
    int count = 0;
    try {
      for (; ; count++) {
        server.accept();
      }
    } catch (SocketTimeoutException noMore) {
      return count;
    }
  }

  /** {@code HttpMethod.abort()} may come when its request is just done. */
  @Test
  void whatAClientDoesToAConnectionThatItHasGivenBackDoesNotReachTheNextOne() throws Exception {
    HttpConnection first = lent("localhost");
    first.releaseConnection();
    HttpConnection second = lent("localhost");

    first.close();
    first.releaseConnection();

    assertThat(second.isOpen()).isTrue();
    second.releaseConnection();
    HttpConnection third = lent("localhost");
    assertThat(third.isOpen()).isTrue();
    assertThat(accepted()).isEqualTo(1);
  }

  @Test
  void aConnectionThatWasGivenBackIsClosedToWhoHadIt() throws Exception {
    HttpConnection first = lent("localhost");
    first.releaseConnection();
    HttpConnection second = lent("localhost");

    assertThat(first.isOpen()).isFalse();
    assertThatThrownBy(() -> first.print("GET", "US-ASCII"))
        .isInstanceOf(IllegalStateException.class);
    first.open();
    first.close();
    assertThat(second.isOpen()).isTrue();
  }

  @Test
  void aHostThatIsSpeltOtherwiseIsToldAsItsOwnClientSpellsIt() throws Exception {
    lent("LOCALHOST").releaseConnection();
    assertThat(lent("localhost").getHost()).isEqualTo("localhost");
    assertThat(accepted()).isEqualTo(2);
  }

  @Test
  void twoRequestsThatBeginTogetherDoNotBothGetTheLastConnectionOfTheirManager() throws Exception {
    MultiThreadedHttpConnectionManager manager = new MultiThreadedHttpConnectionManager();
    manager.getParams().setDefaultMaxConnectionsPerHost(1);
    Shadow shadow = shadowOf(manager);
    whenAskedForDestinations =
        () -> {
          whenAskedForDestinations = () -> {};
          assertThatThrownBy(() -> shadow.getConnectionWithTimeout(host("localhost"), AT_ONCE))
              .isInstanceOf(ConnectionPoolTimeoutException.class);
        };

    shadow.getConnectionWithTimeout(host("localhost"), 0).releaseConnection();

    shadow.getConnectionWithTimeout(host("localhost"), AT_ONCE).releaseConnection();
  }

  @Test
  void aRequestThatGotNoConnectionLeavesItsPlaceToTheNext() throws Exception {
    MultiThreadedHttpConnectionManager manager = new MultiThreadedHttpConnectionManager();
    manager.getParams().setDefaultMaxConnectionsPerHost(1);
    Shadow shadow = shadowOf(manager);
    whenAskedForDestinations =
        () -> {
          whenAskedForDestinations = () -> {};
          throw new IllegalStateException("on purpose");
        };
    assertThatThrownBy(() -> shadow.getConnectionWithTimeout(host("localhost"), 0))
        .hasMessage("on purpose");

    assertThat(shadow.getConnectionWithTimeout(host("localhost"), AT_ONCE)).isNotNull();
  }
}
