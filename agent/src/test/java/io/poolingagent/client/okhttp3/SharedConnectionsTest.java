package io.poolingagent.client.okhttp3;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.client.FakeContext;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Origin;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.Connection;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Route;
import okhttp3.internal.connection.RealConnection;
import okhttp3.internal.connection.RealConnectionPool;
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

  private static Route route() {
    return FakeConnection.route(FakeConnection.address("a.example", 80));
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
      add(context, pool, new FakeConnection(Protocol.HTTP_1_1));
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
}
