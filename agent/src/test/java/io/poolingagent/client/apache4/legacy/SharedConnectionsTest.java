package io.poolingagent.client.apache4.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.client.FakeContext;
import io.poolingagent.client.apache4.CurrentRequest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpHost;
import org.apache.http.conn.ClientConnectionRequest;
import org.apache.http.conn.ManagedClientConnection;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.conn.scheme.PlainSocketFactory;
import org.apache.http.conn.scheme.Scheme;
import org.apache.http.conn.scheme.SchemeRegistry;
import org.apache.http.impl.conn.PoolingClientConnectionManager;
import org.apache.http.params.BasicHttpParams;
import org.apache.http.protocol.BasicHttpContext;
import org.apache.http.protocol.HttpContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that bring a scheme registry of their own in their context. */
@SuppressWarnings("deprecation") // this API is what is tested
class SharedConnectionsTest {
  private final SchemeRegistry schemes = schemes();
  private final HttpContext http = new BasicHttpContext();
  private final ServerSocket server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
  private final HttpRoute route =
      new HttpRoute(new HttpHost("localhost", server.getLocalPort(), "http"));
  private final SharedConnections shadow;

  SharedConnectionsTest() throws Throwable {
    Adapter adapter = new Adapter(new FakeContext());
    Object manager = new PoolingClientConnectionManager(schemes);
    Object replaced = adapter.handler(Hooks.DIRECTOR).on(null, new Object[] {manager});
    shadow = (SharedConnections) Objects.requireNonNull(replaced);
    adapter.current().begins(CurrentRequest.Taken.of("GET", http, ""));
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private static SchemeRegistry schemes() {
    SchemeRegistry registry = new SchemeRegistry();
    registry.register(new Scheme("http", 80, PlainSocketFactory.getSocketFactory()));
    return registry;
  }

  private void bring(SchemeRegistry registry) {
    http.setAttribute("http.scheme-registry", registry);
  }

  @SuppressWarnings("NullAway") // the library's null: no user token
  private ClientConnectionRequest request() {
    return shadow.requestConnection(route, null);
  }

  private static boolean isShared(ClientConnectionRequest request) {
    return request.getClass().getEnclosingClass() == SharedConnections.class;
  }

  @Test
  void theManagersOwnRegistryIsNone() {
    assertThat(isShared(request())).isTrue();
    bring(schemes); // as the client does for each request
    assertThat(isShared(request())).isTrue();
  }

  @Test
  void anotherOneIsLeftAlone() {
    bring(schemes());
    assertThat(isShared(request())).isFalse();
  }

  @Test
  void aConnectionThatOneOpensWhichCameLaterIsItsClientsAlone() throws Exception {
    ManagedClientConnection first = connection();
    bring(schemes());
    first.open(route, http, new BasicHttpParams());
    bring(schemes);
    shadow.releaseConnection(first, 0, TimeUnit.MILLISECONDS);
    shadow.shutdown();

    try (Socket peer = server.accept()) {
      peer.setSoTimeout(5_000);
      assertThat(peer.getInputStream().read()).isEqualTo(-1);
    }
  }

  private ManagedClientConnection connection() throws Exception {
    return request().getConnection(0, TimeUnit.MILLISECONDS);
  }
}
