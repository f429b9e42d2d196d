package io.poolingagent.client.okhttp3;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.client.FakeContext;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Origin;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.Address;
import okhttp3.Authenticator;
import okhttp3.Connection;
import okhttp3.ConnectionSpec;
import okhttp3.Dns;
import okhttp3.Handshake;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Route;
import okhttp3.internal.connection.RealConnection;
import okhttp3.internal.connection.RealConnectionPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SharedConnectionsTest {
  private static final Origin ORIGIN = Origin.of("http", "a.example", 80);

  private final OkHttpClient client = new OkHttpClient();
  private final Internals internals = new Internals();
  private final Map<Object, PooledConnection> directory = new ConcurrentHashMap<>();

  private SharedConnections pool(FakeContext context) throws Throwable {
    return new SharedConnections(
        new Key(client, false, 0, IdleLimits.NONE, context.tls()), internals, context, directory);
  }

  private Address address() {
    return new Address(
        "a.example",
        80,
        Dns.SYSTEM,
        client.socketFactory(),
        null,
        null,
        null,
        Authenticator.NONE,
        null,
        Collections.singletonList(Protocol.HTTP_1_1),
        Collections.singletonList(ConnectionSpec.CLEARTEXT),
        client.proxySelector());
  }

  private PooledConnection add(FakeContext context, SharedConnections pool) {
    return add(context, pool, new RealConnection((RealConnectionPool) pool.nativePool, route()));
  }

  private PooledConnection add(FakeContext context, SharedConnections pool, Connection of) {
    PooledConnection connection =
        new PooledConnection(
            of, pool, ORIGIN, context.destinations().of(ORIGIN), System.nanoTime());
    connection.busy = false;
    pool.connections().add(connection);
    return connection;
  }

  private Route route() {
    return new Route(
        address(), Proxy.NO_PROXY, InetSocketAddress.createUnresolved("a.example", 80));
  }

  @Test
  void what_somebody_has_beyond_a_soft_limit_does_not_count() throws Throwable {
    FakeContext context = new FakeContext("");
    SharedConnections pool = pool(context);
    PooledConnection connection = add(context, pool);
    assertThat(pool.open(ORIGIN)).isEqualTo(1);
    connection.beyond = true;
    assertThat(pool.open(ORIGIN)).isZero();
  }

  @Test
  void the_librarys_own_clean_up_stays_out_of_the_way_of_the_settings() throws Throwable {
    SharedConnections brief = pool(new FakeContext("keep-alive=1s"));
    SharedConnections lasting = pool(new FakeContext("keep-alive=20m,max-lifetime=1h"));
    assertThat(internals.idleLimits(brief.nativePool).keepAliveNanos)
        .isEqualTo(TimeUnit.MINUTES.toNanos(5));
    assertThat(internals.idleLimits(lasting.nativePool).keepAliveNanos)
        .isEqualTo(TimeUnit.MINUTES.toNanos(40));
  }

  @Test
  void one_that_cannot_be_looked_at_keeps_no_other_from_being_closed() throws Throwable {
    FakeContext context = new FakeContext("");
    SharedConnections pool = pool(context);
    PooledConnection sound = add(context, pool);
    for (int i = 0; i < 2; i++) {
      add(context, pool, new Foreign(route()));
    }
    assertThat(pool.closeIdle(ORIGIN, 3, CloseReason.CAPACITY)).isEqualTo(1);
    assertThat(context.errors().count()).isEqualTo(2);
    assertThat(sound.closed).isTrue();
    long looked = pool.evict(System.nanoTime());
    assertThat(looked).isPositive();
    assertThat(context.errors().count()).isEqualTo(4);
    pool.close();
    assertThat(context.errors().count()).isEqualTo(6);
  }

  /** Not of the library: what asks for its state fails. */
  private static final class Foreign implements Connection {
    private final Route route;

    Foreign(Route route) {
      this.route = route;
    }

    @Override
    public Route route() {
      return route;
    }

    @Override
    public Socket socket() {
      return new Socket();
    }

    @Override
    public @Nullable Handshake handshake() {
      return null;
    }

    @Override
    public Protocol protocol() {
      return Protocol.HTTP_1_1;
    }
  }
}
