package io.poolingagent.client.apache5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poolingagent.client.AgentContext;
import io.poolingagent.client.FakeContext;
import io.poolingagent.pool.Clock;
import io.poolingagent.pool.ExclusivePool;
import io.poolingagent.pool.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.RouteInfo.LayerType;
import org.apache.hc.client5.http.RouteInfo.TunnelType;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.client5.http.socket.PlainConnectionSocketFactory;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients of the library, not woven: what the hooks would do, each client is told to do. */
@org.junit.jupiter.api.Timeout(60)
class ShadowTest {
  private static final int ENOUGH_TO_BLOCK = 20_000_000;

  private final AnsweringServer server = new AnsweringServer();
  private final Origin origin = Origin.of("http", "127.0.0.1", server.port());
  private final HttpHost target = new HttpHost("http", "127.0.0.1", server.port());

  /** What happens when the clock is looked at for this time from now. */
  private volatile @Nullable Runnable trap;

  private final AtomicInteger looksLeft = new AtomicInteger();
  private final Clock clock =
      () -> {
        Runnable armed = trap;
        if (armed != null && looksLeft.decrementAndGet() == 0) {
          trap = null;
          armed.run();
        }
        return System.nanoTime();
      };
  private final AgentContext context = new FakeContext(clock);
  private final Internals internals = new Internals();
  private final CurrentRequest current = new CurrentRequest(internals);
  private final Handover handover = new Handover();
  private final Statistics statistics = new Statistics();
  private final PoolChoice choice =
      new PoolChoice(
          context,
          internals,
          new Structure(context.tls(), internals.library()),
          current,
          handover,
          statistics);

  private final ManagedHttpClientConnectionFactory connections =
      new ManagedHttpClientConnectionFactory();
  private final HttpConnectionFactory<ManagedHttpClientConnection> hooked =
      socket -> {
        Object lease = handover.connectionWanted(connections, new Object[1]);
        return lease != null
            ? (ManagedHttpClientConnection) lease
            : connections.createConnection(socket);
      };

  /** What happens when a socket is connected. */
  private volatile Runnable connected = () -> {};

  private final Registry<ConnectionSocketFactory> sockets =
      sockets(
          new PlainConnectionSocketFactory() {
            @Override
            public Socket connectSocket(
                TimeValue timeout,
                Socket socket,
                HttpHost host,
                InetSocketAddress remote,
                @Nullable InetSocketAddress local,
                HttpContext context)
                throws IOException {
              Socket open = super.connectSocket(timeout, socket, host, remote, local, context);
              connected.run();
              return open;
            }
          });

  ShadowTest() throws Exception {}

  private static Registry<ConnectionSocketFactory> sockets(ConnectionSocketFactory plain) {
    return RegistryBuilder.<ConnectionSocketFactory>create().register("http", plain).build();
  }

  @AfterEach
  void closeServer() throws IOException {
    server.close();
  }

  private PoolingHttpClientConnectionManager newManager() {
    return new PoolingHttpClientConnectionManager(sockets, hooked);
  }

  private Shadow shadow(PoolingHttpClientConnectionManager own) {
    return new Shadow(
        own,
        own,
        choice,
        current,
        handover,
        new Times(context, internals),
        statistics.of(own),
        null,
        false);
  }

  private HttpClientBuilder builder() {
    return HttpClients.custom()
        .setConnectionManager(shadow(newManager()))
        .disableAutomaticRetries()
        .addExecInterceptorBefore(
            ChainElement.CONNECT.name(),
            "the hook",
            (request, scope, chain) -> {
              current.begins(null, new Object[] {request, scope, chain});
              return chain.proceed(request, scope);
            });
  }

  private ExclusivePool<PooledConnection> pool() {
    return PoolChoice.engine(Objects.requireNonNull(choice.pool(newManager())));
  }

  private String url(String path) {
    return target.toURI() + path;
  }

  @SuppressWarnings("deprecation") // the only way in 5.0
  private static void send(
      CloseableHttpClient client, HttpUriRequestBase request, HttpContext context)
      throws IOException {
    EntityUtils.consume(client.execute(request, context).getEntity());
  }

  private static void send(CloseableHttpClient client, HttpUriRequestBase request)
      throws IOException {
    send(client, request, HttpClientContext.create());
  }

  /** A client for one request. */
  private void get(String path) throws IOException {
    try (CloseableHttpClient client = builder().build()) {
      send(client, new HttpGet(url(path)));
    }
  }

  private void post(HttpEntity entity) throws IOException {
    HttpPost request = new HttpPost(url("/post"));
    request.setEntity(entity);
    try (CloseableHttpClient client = builder().build()) {
      send(client, request);
    }
  }

  @Test
  void clientsShare() throws Exception {
    get("/a");
    get("/b");

    assertThat(server.requests()).containsExactly("1 GET /a", "1 GET /b");
  }

  // ---- what a request brings ----

  @Test
  void aRequestWithSocketFactoriesOfItsOwnSharesWithNobody() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    HttpClientContext own = HttpClientContext.create();
    own.setAttribute(
        "http.socket-factory-registry",
        sockets(
            new PlainConnectionSocketFactory() {
              @Override
              public Socket createSocket(HttpContext context) throws IOException {
                opened.incrementAndGet();
                return super.createSocket(context);
              }
            }));
    get("/plain");
    for (int i = 0; i < 2; i++) {
      try (CloseableHttpClient client = builder().build()) {
        send(client, new HttpGet(url("/own")), own);
      }
    }
    get("/plain");

    assertThat(opened).hasValue(2);
    assertThat(server.requests())
        .containsExactly("1 GET /plain", "2 GET /own", "3 GET /own", "1 GET /plain");
  }

  @Test
  void ofARequestOfWhichNothingIsKnownNothingIsShared() throws Exception {
    get("/known");
    Shadow shadow = shadow(newManager());
    LeaseRequest request = shadow.lease("1", new HttpRoute(target), Timeout.DISABLED, null);
    ConnectionEndpoint endpoint = request.get(Timeout.DISABLED);

    assertThat(endpoint.isConnected()).isFalse();
    shadow.release(endpoint, null, null);
    shadow.close();
  }

  // ---- tunnels ----

  private void tunnel(String path, @Nullable String provided, @Nullable String told)
      throws IOException {
    HttpHost behind = new HttpHost("http", "target.example", 80);
    HttpRoute route =
        new HttpRoute(behind, null, target, false, TunnelType.TUNNELLED, LayerType.PLAIN);
    HttpClientContext context = HttpClientContext.create();
    if (told != null) {
      BasicScheme scheme = new BasicScheme();
      scheme.initPreemptive(credentials(told));
      context.resetAuthExchange(target, scheme);
    }
    HttpClientBuilder builder = builder().setRoutePlanner((host, any) -> route);
    if (provided != null) {
      BasicCredentialsProvider provider = new BasicCredentialsProvider();
      provider.setCredentials(new AuthScope(target), credentials(provided));
      builder.setDefaultCredentialsProvider(provider);
    }
    try (CloseableHttpClient client = builder.build()) {
      send(client, new HttpGet("http://target.example" + path), context);
    }
  }

  private static UsernamePasswordCredentials credentials(String user) {
    return new UsernamePasswordCredentials(user, "secret".toCharArray());
  }

  @Test
  void aTunnelIsOnlyForTheUserWhomTheProxyWasTold() throws Exception {
    tunnel("/alice", null, "alice");
    tunnel("/anonymous", null, null);
    tunnel("/bob", "bob", "alice");
    tunnel("/bob", "bob", "bob");

    assertThat(server.requests())
        .containsExactly(
            "1 CONNECT target.example:80",
            "1 GET /alice",
            "2 CONNECT target.example:80",
            "2 GET /anonymous",
            "3 CONNECT target.example:80",
            "3 GET /bob",
            "4 CONNECT target.example:80",
            "4 GET /bob");
  }

  @Test
  void clientsOfOneUserShareATunnel() throws Exception {
    tunnel("/a", "alice", "alice");
    tunnel("/b", "alice", "alice");

    assertThat(server.requests())
        .containsExactly("1 CONNECT target.example:80", "1 GET /a", "1 GET /b");
  }

  // ---- the account ----

  @Test
  void whatStaysWithItsClientIsNoMoreCounted() throws Exception {
    CloseableHttpClient client = builder().build();
    HttpGet request = new HttpGet(url("/user"));
    request.setHeader("Authorization", "Negotiate YII");
    send(client, request);
    assertThat(pool().open(origin)).isZero();

    send(client, new HttpGet(url("/again")));
    client.close();
    assertThat(server.requests()).containsExactly("1 GET /user", "1 GET /again");
    assertThat(pool().open(origin)).isZero();
  }

  @Test
  void anAbortWhileConnectingLeavesNothingBehind() throws Exception {
    for (int looks = 1; looks <= 3; looks++) {
      HttpGet request = new HttpGet(url("/aborted"));
      int after = looks;
      connected = () -> trap(after, request::abort);
      try (CloseableHttpClient client = builder().build()) {
        assertThatThrownBy(() -> send(client, request)).isNotInstanceOf(NullPointerException.class);
      }
      assertThat(trap).isNull();
      assertThat(pool().open(origin)).as("aborted at look %d", looks).isZero();
    }
  }

  private void trap(int looks, Runnable then) {
    looksLeft.set(looks);
    trap = then;
  }

  @Test
  void aConnectionIsNotLostIfTheSearchForItFails() throws Exception {
    boolean failed = true;
    for (int looks = 1; failed; looks++) {
      get("/warm");
      Shadow shadow = shadow(newManager());
      current.begins(
          null, new Object[] {target, new HttpGet(url("/")), HttpClientContext.create()});
      LeaseRequest request = shadow.lease("1", new HttpRoute(target), Timeout.DISABLED, null);
      trap(
          looks,
          () -> {
            throw new IllegalStateException("of the test's");
          });
      try {
        ConnectionEndpoint endpoint = request.get(Timeout.DISABLED);
        failed = false;
        trap = null;
        shadow.release(endpoint, null, null);
      } catch (IllegalStateException expected) {
        assertThat(pool().open(origin))
            .as("failed at look %d", looks)
            .isEqualTo(pool().idle(origin));
      }
      shadow.close();
    }
  }

  // ---- used connections that die ----

  private boolean isTrusted() {
    return context.destinations().of(origin).reuse().maxIdleNanos(1) == 1;
  }

  @Test
  void aUsedConnectionThatDiesUnderABodyIsNoted() throws Exception {
    server.resetsUsedConnections = true;
    ByteArrayEntity large = new ByteArrayEntity(new byte[ENOUGH_TO_BLOCK], null);
    get("/warm");
    assertThatThrownBy(() -> post(large)).isInstanceOf(IOException.class);
    assertThat(isTrusted()).isFalse();

    get("/warm");
    post(large); // on a connection that nobody has used
    assertThat(server.requests()).endsWith("3 POST /post");
  }

  @Test
  void aBodyThatFailsByItselfTellsNothingOfTheConnection() throws Exception {
    get("/warm");
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("of the application's");
          }
        };
    assertThatThrownBy(() -> post(new InputStreamEntity(broken, 10, null)))
        .hasMessage("of the application's");
    assertThat(isTrusted()).isTrue();
  }
}
