package io.poolingagent.client.okhttp3;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.client.FakeContext;
import io.poolingagent.pool.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PooledConnectionsTest {
  private static final Origin A = Origin.of("http", "a.example", 80);
  private static final Origin B = Origin.of("http", "b.example", 80);

  private final FakeContext context;
  private final SharedConnections pool;
  private final Map<Object, PooledConnection> directory = new ConcurrentHashMap<>();
  private final PooledConnections connections = new PooledConnections(directory);

  PooledConnectionsTest() throws Throwable {
    context = new FakeContext("");
    Key key = new Key(new OkHttpClient(), false, 0, IdleLimits.NONE, context.tls());
    pool = new SharedConnections(key, new Internals(), context, new HashMap<>());
  }

  private PooledConnection to(Origin origin, long idleSinceNanos) {
    PooledConnection connection =
        new PooledConnection(
            new FakeConnection(Protocol.HTTP_1_1),
            pool,
            origin,
            context.destinations().of(origin),
            0);
    connection.idleSinceNanos = idleSinceNanos;
    return connection;
  }

  private PooledConnection idle(Origin origin, long sinceNanos) {
    PooledConnection connection = to(origin, sinceNanos);
    connection.busy = false;
    connections.add(connection);
    return connection;
  }

  @Test
  void each_origin_has_its_own() {
    idle(A, 0);
    PooledConnection last = idle(B, 0);
    PooledConnection busy = to(A, 0);
    connections.add(busy);
    assertThat(connections.idle(A)).isEqualTo(1);
    assertThat(connections.open(A)).isEqualTo(2);
    assertThat(connections.open(B)).isEqualTo(1);
    assertThat(directory).hasSize(3);
    connections.remove(last);
    assertThat(connections.open(B)).isZero();
    assertThat(connections.all()).hasSize(2);
    assertThat(directory).doesNotContainKey(last.connection);
  }

  @Test
  void the_least_recently_used_is_the_first_also_when_the_clock_turns_over() {
    PooledConnection later = idle(A, Long.MIN_VALUE + 5);
    PooledConnection earlier = idle(A, Long.MAX_VALUE - 5);
    idle(B, 0);
    assertThat(connections.leastRecentlyUsed(A, Long.MIN_VALUE + 10))
        .containsExactly(earlier, later);
  }

  @Test
  void none_is_lost_where_some_come_while_the_last_one_goes() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < 2; thread++) {
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 20_000; i++) {
                    PooledConnection connection = to(A, 0);
                    connections.add(connection);
                    assertThat(connections.open(A)).isPositive();
                    connections.remove(connection);
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(connections.open(A)).isZero();
    assertThat(connections.isEmpty()).isTrue();
    assertThat(directory).isEmpty();
  }
}
