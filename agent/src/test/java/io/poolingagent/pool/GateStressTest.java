package io.poolingagent.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.pool.Limits.OnExhausted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many threads, pools and destinations at once. The server counts its sockets. Nobody calls {@code
 * Destinations.evict}, so a lost wake-up stays lost, and the test times out.
 */
@Timeout(60)
class GateStressTest {

  private static final int THREADS = 8;
  private static final int REQUESTS = 6_000;
  private static final int MAX_PER_HOST = 3;
  private static final int MAX_IN_ALL = 5;

  private final FakeServer server = new FakeServer();
  private final ExecutorService agentThread = Executors.newSingleThreadExecutor();
  private final AtomicInteger waited = new AtomicInteger();

  private static Origin origin(int n) {
    return Origin.of("https", "host" + n, 443);
  }

  private Destinations destinations(Limits limits) {
    return new Destinations(Clock.system(), o -> limits, () -> 0.5, agentThread);
  }

  private static final Limits HARD =
      Limits.defaults()
          .withMaxConnectionsPerHost(MAX_PER_HOST)
          .withMaxConnections(MAX_IN_ALL)
          .withOnExhausted(OnExhausted.WAIT)
          .withAcquireTimeout(Duration.ofMinutes(5));

  private List<SharedPool> pools(int count) {
    List<SharedPool> pools = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      pools.add(
          new SharedPool(
              PoolKey.builder("okhttp3").value("n", n).build(), new FakePool(server), 0));
    }
    return pools;
  }

  private void request(Destinations destinations, SharedPool pool, Random random) throws Exception {
    Origin origin = origin(random.nextInt(3));
    FakePool engine = (FakePool) pool.engine();
    boolean fresh = random.nextInt(10) == 0;
    boolean keep = random.nextInt(10) > 0;
    boolean lockHeld = random.nextBoolean();
    Destination destination = destinations.of(origin);
    switch (random.nextInt(4)) {
      case 0:
        CompletableFuture<Permit> future = destination.acquireAsync(pool);
        if (!future.isDone()) {
          waited.incrementAndGet();
        }
        future
            .thenAccept(
                permit -> {
                  engine.connect(permit, origin, fresh);
                  engine.finish(permit, origin, keep, lockHeld);
                })
            .get();
        return;
      case 1:
        CompletableFuture<Permit> given = destination.acquireAsync(pool);
        if (!given.cancel(true)) {
          given.get().release();
        }
        return;
      case 2:
        if (random.nextInt(20) == 0) {
          Thread.currentThread().interrupt();
        }
        break;
      default:
    }
    Permit permit;
    try {
      permit = destination.acquire(pool, () -> false);
    } catch (InterruptedException e) {
      return;
    } finally {
      boolean unused = Thread.interrupted();
    }
    engine.connect(permit, origin, fresh);
    if (random.nextInt(4) == 0) {
      Thread.yield();
    }
    engine.finish(permit, origin, keep, lockHeld);
  }

  private void stress(Destinations destinations, List<SharedPool> pools) throws Exception {
    ExecutorService application = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> all = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Random random = new Random(t);
      all.add(
          application.submit(
              () -> {
                for (int i = 0; i < REQUESTS; i++) {
                  request(destinations, pools.get(random.nextInt(pools.size())), random);
                }
                return null;
              }));
    }
    for (Future<?> each : all) {
      each.get();
    }
    application.shutdown();
  }

  private void assertNothingIsLeft(Destinations destinations) throws Exception {
    // What is still queued for the agent's thread (cancelled futures give their permits back
    // there).
    agentThread.submit(() -> {}).get();
    for (int n = 0; n < 3; n++) {
      ConnectionStats.Snapshot end = destinations.of(origin(n)).stats("okhttp3").snapshot();
      assertThat(end.active()).isZero();
      assertThat(end.pending()).isZero();
      assertThat(end.open()).isEqualTo(server.open(origin(n)));
    }
  }

  @Test
  void theServerNeverSeesMoreThanTheHardLimitsAndNobodyWaitsForEver() throws Exception {
    Destinations destinations = destinations(HARD);
    stress(destinations, pools(4));
    assertNothingIsLeft(destinations);

    for (int n = 0; n < 3; n++) {
      assertThat(server.most(origin(n))).isEqualTo(MAX_PER_HOST);
    }
    assertThat(server.mostInAll()).isEqualTo(MAX_IN_ALL);
    assertThat(waited.get()).as("the test is about waiting").isPositive();
  }

  @Test
  void onePoolAloneKeepsItsConnections() throws Exception {
    Destinations destinations = destinations(HARD.withMaxConnections(1000));
    stress(destinations, pools(1));
    assertNothingIsLeft(destinations);

    for (int n = 0; n < 3; n++) {
      assertThat(server.most(origin(n))).isLessThanOrEqualTo(MAX_PER_HOST);
    }
  }

  @Test
  void softLimitsNeitherBlockNorLoseCount() throws Exception {
    Destinations destinations = destinations(HARD.withOnExhausted(OnExhausted.OVERFLOW));
    stress(destinations, pools(4));
    assertNothingIsLeft(destinations);

    assertThat(waited.get()).isZero();
    assertThat(destinations.of(origin(0)).stats("okhttp3").overflowCount()).isPositive();
  }

  @Test
  void limitsChangeUnderLoadAndHoldAfterwards() throws Exception {
    Destinations destinations = destinations(HARD);
    AtomicBoolean done = new AtomicBoolean();
    Thread operator =
        new Thread(
            () -> {
              Random random = new Random(42);
              while (!done.get()) {
                Destination destination = destinations.of(origin(random.nextInt(3)));
                destination.limits(
                    HARD.withMaxConnectionsPerHost(1 + random.nextInt(3))
                        .withMaxConnections(2 + random.nextInt(4)));
                destination.evictIdle();
                Thread.yield();
              }
            });
    operator.start();
    try {
      stress(destinations, pools(3));
    } finally {
      done.set(true);
      operator.join();
    }
    assertNothingIsLeft(destinations);
    assertThat(server.mostInAll()).isLessThanOrEqualTo(MAX_IN_ALL);
    for (int n = 0; n < 3; n++) {
      destinations.of(origin(n)).limits(HARD.withMaxConnectionsPerHost(1).withMaxConnections(2));
    }
    for (int n = 0; n < 3; n++) {
      assertThat(server.open(origin(n))).isLessThanOrEqualTo(1);
    }
    agentThread.shutdown();
    assertThat(agentThread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }
}
