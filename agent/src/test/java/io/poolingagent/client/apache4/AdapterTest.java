package io.poolingagent.client.apache4;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.client.FakeContext;
import io.poolingagent.weave.HookPoint;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpHost;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.Credentials;
import org.apache.http.auth.NTCredentials;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.CredentialsProvider;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.conn.routing.RouteInfo.LayerType;
import org.apache.http.conn.routing.RouteInfo.TunnelType;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.impl.client.BasicCredentialsProvider;
import org.apache.http.impl.client.SystemDefaultCredentialsProvider;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is known of a request before it asks for a connection. */
class AdapterTest {
  private static final HttpHost PROXY = new HttpHost("proxy.example", 3128);
  private static final HttpHost TARGET = new HttpHost("a.example", 443, "https");
  private static final HttpRoute DIRECT = new HttpRoute(TARGET);
  private static final HttpRoute TUNNEL =
      new HttpRoute(
          TARGET, null, new HttpHost[] {PROXY}, true, TunnelType.TUNNELLED, LayerType.LAYERED);
  private static final AuthScope OF_PROXY = new AuthScope("proxy.example", 3128);
  private static final Credentials ALICE = new UsernamePasswordCredentials("alice", "a");
  private static final Credentials BOB = new UsernamePasswordCredentials("bob", "b");

  private final Adapter adapter;
  private final SharedConnections shadow;
  private final HttpClientContext http = HttpClientContext.create();

  AdapterTest() throws ReflectiveOperationException {
    adapter = new Adapter(new FakeContext());
    shadow = new SharedConnections(adapter, new PoolingHttpClientConnectionManager());
  }

  /** An execution begins. */
  private Object begins(HttpRoute route, HttpClientContext context) throws Throwable {
    return Objects.requireNonNull(
        adapter
            .handler(Hooks.EXECUTE)
            .on(null, new Object[] {route, new HttpGet("https://a.example/"), context}));
  }

  private void ends(Object token) throws Throwable {
    adapter.handler(Hooks.EXECUTE + HookPoint.EXIT_SUFFIX).on(null, new Object[] {token});
  }

  private void bringFactories() {
    http.setAttribute(
        "http.socket-factory-registry",
        RegistryBuilder.<ConnectionSocketFactory>create()
            .register("http", PlainConnectionSocketFactory.getSocketFactory())
            .build());
  }

  @Test
  void aRequestIsShared() throws Throwable {
    begins(DIRECT, http);
    assertThat(shadow.requestShared(DIRECT, null)).isNotNull();
  }

  @Test
  void notOneWithSocketFactoriesOfItsOwn() throws Throwable {
    bringFactories();
    begins(DIRECT, http);
    assertThat(shadow.requestShared(DIRECT, null)).isNull();
  }

  /** As from the resolver or the trust manager of one that has not taken what was left for it. */
  @Test
  void notOneWithinAnotherOneEither() throws Throwable {
    Object outer = begins(DIRECT, HttpClientContext.create());
    bringFactories();
    Object inner = begins(DIRECT, http);
    assertThat(shadow.requestShared(DIRECT, null)).isNull();
    ends(inner);
    assertThat(shadow.requestShared(DIRECT, null)).isNotNull();
    ends(outer);
  }

  @Test
  void aConnectionThatFactoriesOpenWhichCameLaterIsItsClientsAlone() throws Throwable {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HttpRoute route =
          new HttpRoute(new HttpHost(server.getInetAddress(), server.getLocalPort(), "http"));
      begins(route, http);
      LeasedConnection connection =
          (LeasedConnection)
              Objects.requireNonNull(shadow.requestShared(route, null))
                  .get(0, TimeUnit.MILLISECONDS);
      bringFactories();
      shadow.connect(connection, route, 0, http);
      assertThat(Objects.requireNonNull(connection.lease()).connection.bound).isTrue();
      connection.shutdown();
    }
  }

  @Test
  void nothingIsLeftOnTheThread() throws Throwable {
    ends(begins(DIRECT, http));
    assertThat(adapter.current().look()).isNull();
  }

  // ---- tunnels

  private @Nullable String tunnelUser(CredentialsProvider provider) throws Throwable {
    http.setCredentialsProvider(provider);
    begins(TUNNEL, http);
    return Objects.requireNonNull(adapter.current().take()).tunnelUser;
  }

  private static CredentialsProvider provider(Object... scopesAndCredentials) {
    CredentialsProvider provider = new BasicCredentialsProvider();
    for (int i = 0; i < scopesAndCredentials.length; i += 2) {
      provider.setCredentials(
          (AuthScope) scopesAndCredentials[i], (Credentials) scopesAndCredentials[i + 1]);
    }
    return provider;
  }

  @Test
  void theUserOfATunnelIsForetold() throws Throwable {
    AuthScope elsewhere = new AuthScope("a.example", 443);
    assertThat(tunnelUser(provider(AuthScope.ANY, ALICE))).isEqualTo("Basic YWxpY2U6YQ==");
    assertThat(tunnelUser(provider(OF_PROXY, BOB, elsewhere, ALICE))).isEqualTo("Basic Ym9iOmI=");
    assertThat(tunnelUser(provider(OF_PROXY, BOB, AuthScope.ANY, BOB))).isEqualTo("Basic Ym9iOmI=");
    assertThat(tunnelUser(provider(elsewhere, ALICE))).isNull();
  }

  @Test
  void notOneThatDependsOnWhatTheProxySays() throws Throwable {
    AuthScope realm = new AuthScope("proxy.example", 3128, "r");
    Credentials aliceToo = new UsernamePasswordCredentials("alice", "other");
    assertThat(tunnelUser(provider(OF_PROXY, ALICE, realm, BOB))).isNull();
    assertThat(tunnelUser(provider(AuthScope.ANY, ALICE, OF_PROXY, aliceToo))).isNull();
    assertThat(tunnelUser(provider(OF_PROXY, new NTCredentials("alice", "a", "w", "d")))).isNull();
  }

  /** Which might be a question to the user. */
  @Test
  void noProviderIsAskedThatMayDoMoreThanAnswer() throws Throwable {
    class Asking extends SystemDefaultCredentialsProvider {
      @Override
      public Credentials getCredentials(AuthScope scope) {
        throw new AssertionError("it was asked");
      }
    }
    class Counting extends BasicCredentialsProvider {
      @Override
      public Credentials getCredentials(AuthScope scope) {
        throw new AssertionError("it was asked");
      }
    }
    assertThat(tunnelUser(new Asking())).isNull();
    assertThat(tunnelUser(new Counting())).isNull();
    assertThat(tunnelUser(new SystemDefaultCredentialsProvider())).isNull();
  }
}
