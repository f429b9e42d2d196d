package io.poolingagent.client.urlconnection;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.client.AgentContext;
import io.poolingagent.client.FakeContext;
import io.poolingagent.pool.Clock;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.Permit;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.SharedPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RouteTest {
  private static final int THREADS = 2;
  private static final int REQUESTS = 100_000;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  private final AgentContext context = new FakeContext();
  private final Clock clock = context.clock();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** The next request may take a connection in the moment that it is there to be taken. */
  @Test
  void whoGivesAConnectionBackReleasesItsOwnPermitAndNoOther() throws Exception {
    Connections engine = new Connections(context, new Directory(), null);
    SharedPool pool =
        Objects.requireNonNull(
            context
                .newRegistry(Adapter.CLIENT)
                .pool(PoolKey.builder(Adapter.CLIENT).build(), () -> engine));
    Origin origin = Origin.of("http", "a.example", 80);
    Destination destination = context.destinations().of(origin);
    Route route = engine.route(origin, pool);
    PooledConnection connection = new PooledConnection(route, clock.nanoTime(), 0);
    route.add(connection);
    assertThat(route.giveBack(connection, clock.nanoTime())).isTrue();

    List<Future<?>> requests = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      requests.add(threads.submit(() -> request(destination, pool, route)));
    }
    for (Future<?> request : requests) {
      request.get(60, TimeUnit.SECONDS);
    }
    assertThat(destination.stats(Adapter.CLIENT).active()).isZero();
  }

  private Void request(Destination destination, SharedPool pool, Route route) throws Exception {
    for (int i = 0; i < REQUESTS; i++) {
      Permit permit = destination.acquire(pool, () -> false);
      PooledConnection taken = route.takeNewest(null, clock.nanoTime(), 0);
      if (taken == null) {
        permit.release();
      } else {
        new Lease(route, permit, null).give(taken, true);
        route.giveBack(taken, clock.nanoTime());
      }
    }
    return null;
  }
}
