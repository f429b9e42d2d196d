package io.poolingagent.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poolingagent.pool.Limits.OnExhausted;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DestinationTest {

  private static final Origin ORIGIN = Origin.of("https", "a.example", 443);
  private static final Origin OTHER = Origin.of("https", "b.example", 443);

  private final ManualClock clock = new ManualClock();
  private final Queue<Runnable> executor = new ArrayDeque<>();
  private final FakeServer server = new FakeServer();
  private Limits initial = Limits.defaults();
  private double jitter = 0.5;
  private final Destinations destinations =
      new Destinations(clock, origin -> initial, () -> jitter, executor::add);

  private final SharedPool pool = newPool("okhttp3", 1);
  private final SharedPool otherPool = newPool("okhttp3", 2);

  private SharedPool newPool(String client, int n) {
    return new SharedPool(
        PoolKey.builder(client).value("n", n).build(), new FakePool(server), clock.nanoTime());
  }

  private Destination destination(OnExhausted onExhausted, int max) {
    initial = Limits.defaults().withMaxConnectionsPerHost(max).withOnExhausted(onExhausted);
    return destinations.of(ORIGIN);
  }

  @Test
  void aCloseTellsHowLongConnectionsMayBeIdleAndForHowLongBeforeAPost() {
    Destination destination = destinations.of(ORIGIN);
    long second = Duration.ofSeconds(1).toNanos();
    destination.serverClosedIdle(Duration.ofMillis(1200).toNanos());
    assertThat(destination.keepAlive().idleLimitNanos()).isLessThan(second);
    assertThat(destination.reuse().maxIdleNanos(second))
        .isEqualTo(Duration.ofMillis(600).toNanos());
  }

  private static FakePool fake(SharedPool pool) {
    return (FakePool) pool.engine();
  }

  /** Acquires and connects. */
  private static Permit open(Destination destination, SharedPool pool) throws Exception {
    Permit permit = destination.acquire(pool, () -> false);
    fake(pool).connect(permit, destination.origin(), false);
    return permit;
  }

  /** Releases to the idle ones. */
  private static void idle(Destination destination, SharedPool pool, Permit permit) {
    fake(pool).finish(permit, destination.origin(), true, true);
  }

  private void runExecutor() {
    for (Runnable next = executor.poll(); next != null; next = executor.poll()) {
      next.run();
    }
  }

  private int waiting(Destination destination) {
    return destination.stats().stream().mapToInt(ConnectionStats::pending).sum();
  }

  // ---- at once or not at all

  @Test
  void whatIsReservedAndFreeCanBeHadAtOnceAndNothingElse() throws Exception {
    Destination destination = destination(OnExhausted.OVERFLOW, 2);
    assertThat(destination.tryAcquire(pool)).as("nothing is reserved").isNull();
    Permit held = open(destination, pool);
    assertThat(destination.tryAcquire(pool)).as("what is reserved is held").isNull();
    idle(destination, pool, held);
    assertThat(destination.tryAcquire(otherPool)).as("another pool's").isNull();
    Permit taken = Objects.requireNonNull(destination.tryAcquire(pool));
    assertThat(taken.overflow()).isFalse();
    assertThat(destination.tryAcquire(pool)).isNull();
    taken.release();
    assertThat(destination.tryAcquire(pool)).isNotNull();
  }

  // ---- soft

  @Test
  void beyondASoftLimitRequestsOverflow() throws Exception {
    Destination destination = destination(OnExhausted.OVERFLOW, 2);

    Permit one = open(destination, pool);
    Permit two = open(destination, otherPool);
    Permit three = open(destination, pool);

    assertThat(one.overflow()).isFalse();
    assertThat(two.overflow()).isFalse();
    assertThat(three.overflow()).isTrue();
    assertThat(destination.stats("okhttp3").overflowCount()).isEqualTo(1);
    assertThat(destination.stats("okhttp3").active()).isEqualTo(3);

    three.release();
    idle(destination, pool, one);
    assertThat(open(destination, pool).overflow()).isFalse();
  }

  @Test
  void theLimitOfAllDestinationsTogetherHolds() throws Exception {
    initial = Limits.defaults().withMaxConnections(2);
    Destination here = destinations.of(ORIGIN);
    Destination there = destinations.of(OTHER);

    Permit first = open(here, pool);
    open(there, pool);
    assertThat(open(there, pool).overflow()).isTrue();
    assertThat(open(here, pool).overflow()).isTrue();

    fake(pool).finish(first, ORIGIN, false, true);
    assertThat(open(there, pool).overflow()).isFalse();
  }

  @Test
  void anIdleConnectionOfAnotherPoolMakesRoom() throws Exception {
    for (OnExhausted policy : OnExhausted.values()) {
      Destination destination = destination(policy, 1);
      destination.limits(initial);
      idle(destination, pool, open(destination, pool));

      Permit permit = open(destination, otherPool);

      assertThat(permit.overflow()).isFalse();
      assertThat(fake(pool).open(ORIGIN)).isZero();
      assertThat(server.most(ORIGIN)).isEqualTo(1);
      fake(otherPool).finish(permit, ORIGIN, false, true);
    }
    assertThat(fake(pool).closedFor(CloseReason.CAPACITY)).isEqualTo(3);
  }

  @Test
  void anIdleConnectionToAnotherDestinationMakesRoomForTheTotal() throws Exception {
    initial = Limits.defaults().withMaxConnections(1).withOnExhausted(OnExhausted.WAIT);
    Destination here = destinations.of(ORIGIN);
    Destination there = destinations.of(OTHER);
    idle(here, pool, open(here, pool));

    open(there, pool);

    assertThat(server.mostInAll()).isEqualTo(1);
    assertThat(server.open(ORIGIN)).isZero();
  }

  @Test
  void aConnectionThatClosedByItselfMakesRoomWithoutClosingAnother() throws Exception {
    Destination destination = destination(OnExhausted.FAIL, 2);
    Permit one = open(destination, pool);
    Permit two = open(destination, pool);
    idle(destination, pool, one);
    idle(destination, pool, two);
    fake(pool).closeIdle(ORIGIN, 1, CloseReason.IDLE);

    open(destination, otherPool);

    assertThat(fake(pool).idle(ORIGIN)).isEqualTo(1);
    assertThat(fake(pool).closedFor(CloseReason.CAPACITY)).isZero();
  }

  // ---- fail

  /** A redirect or a challenge after {@code Connection: close}. */
  @Test
  void aPermitThatGoesAlongToTheNextConnectionCountsAllTheTime() throws Exception {
    Destination destination = destination(OnExhausted.FAIL, 2);
    Permit goesOn = open(destination, pool);
    idle(destination, pool, open(destination, pool));

    fake(pool).closedInUse(ORIGIN);
    goesOn.connecting();
    open(destination, otherPool);
    fake(pool).connect(goesOn, ORIGIN, true);

    assertThat(server.most(ORIGIN)).isEqualTo(2);
    fake(pool).finish(goesOn, ORIGIN, true, true);
    assertThat(destination.stats("okhttp3").snapshot().open()).isEqualTo(2);
  }

  @Test
  void failsAtOnceIfSoConfigured() throws Exception {
    Destination destination = destination(OnExhausted.FAIL, 1);
    Permit held = open(destination, pool);

    assertThatThrownBy(() -> destination.acquire(pool, () -> false))
        .isInstanceOf(AcquireTimeoutException.class)
        .hasMessageContaining("https://a.example:443")
        .hasMessageContaining("max-connections-per-host=1");
    assertThat(destination.acquireAsync(otherPool)).isCompletedExceptionally();
    assertThat(destination.stats("okhttp3").acquireTimeoutCount()).isEqualTo(2);

    idle(destination, pool, held);
    assertThat(destination.acquireAsync(pool)).isCompleted();
  }

  // ---- wait

  @Test
  void waitersAreServedInTheOrderOfTheirArrival() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 1);
    Permit held = open(destination, pool);
    List<Integer> order = new ArrayList<>();
    List<CompletableFuture<Void>> done = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int n = i;
      SharedPool its = n % 2 == 0 ? pool : otherPool;
      done.add(
          destination
              .acquireAsync(its)
              .thenAccept(
                  permit -> {
                    order.add(n);
                    fake(its).connect(permit, ORIGIN, false);
                    idle(destination, its, permit);
                  }));
    }
    assertThat(waiting(destination)).isEqualTo(4);

    idle(destination, pool, held);
    runExecutor();

    assertThat(order).containsExactly(0, 1, 2, 3);
    assertThat(done).allMatch(CompletableFuture::isDone);
    assertThat(server.most(ORIGIN)).isEqualTo(1);
    assertThat(waiting(destination)).isZero();
    assertThat(destination.stats("okhttp3").acquireWait().count()).isEqualTo(4);
  }

  @Test
  void nobodyOvertakesAWaiterEvenIfItsOwnPoolHasAnIdleConnection() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 1);
    Permit held = open(destination, pool);
    CompletableFuture<Permit> first = destination.acquireAsync(otherPool);
    idle(destination, pool, held); // its connection is to be closed for the first waiter

    CompletableFuture<Permit> second = destination.acquireAsync(pool);
    assertThat(second).isNotDone();

    runExecutor();
    assertThat(first).isCompleted();
    assertThat(second).isNotDone();
  }

  @Test
  void nobodyOvertakesAWaiterWhileAReleaseIsUnderWay() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 1);
    Permit held = open(destination, pool);
    CompletableFuture<Permit> first = destination.acquireAsync(pool);
    CompletableFuture<Permit> second;
    Share share = Objects.requireNonNull(pool.share(destination));
    Thread releasing = new Thread(() -> fake(pool).finish(held, ORIGIN, true, false));
    destinations.gate().lock.lock();
    try {
      releasing.start();
      while (share.held() > 0) {
        Thread.onSpinWait(); // given back, but not handed on yet
      }
      second = destination.acquireAsync(pool);
    } finally {
      destinations.gate().lock.unlock();
    }
    releasing.join();
    runExecutor();

    assertThat(first).isCompleted();
    assertThat(second).isNotDone();
  }

  @Test
  void aDestinationAtTheTotalLimitDoesNotStarveAnother() throws Exception {
    initial = Limits.defaults().withMaxConnections(1).withOnExhausted(OnExhausted.WAIT);
    Destination here = destinations.of(ORIGIN);
    Destination there = destinations.of(OTHER);
    Permit held = open(here, pool);
    CompletableFuture<Permit> other = there.acquireAsync(pool);
    CompletableFuture<Permit> same = here.acquireAsync(pool);

    idle(here, pool, held);
    runExecutor();

    assertThat(other).isCompleted();
    assertThat(same).isNotDone();
    fake(pool).connect(other.get(), OTHER, false);
    idle(there, pool, other.get());
    runExecutor();
    assertThat(same).isCompleted();
    fake(pool).connect(same.get(), ORIGIN, false);
    assertThat(server.mostInAll()).isEqualTo(1);
  }

  /** All under one lock, at each release: it must not take longer with the square of them. */
  @Test
  void aThousandDestinationsAreServedInTheOrderOfTheirArrival() throws Exception {
    initial = Limits.defaults().withMaxConnections(2).withOnExhausted(OnExhausted.WAIT);
    Permit held = open(destinations.of(OTHER), pool);
    open(destinations.of(ORIGIN), pool);
    List<Integer> order = new ArrayList<>();
    List<Integer> arrived = new ArrayList<>();
    List<CompletableFuture<Void>> done = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      int n = i;
      Destination destination = destinations.of(Origin.of("http", "h" + (n % 990), 80));
      done.add(
          destination
              .acquireAsync(n % 2 == 0 ? pool : otherPool)
              .thenAccept(
                  permit -> {
                    order.add(n);
                    permit.release();
                  }));
      arrived.add(n);
    }

    fake(pool).finish(held, OTHER, true, true);
    runExecutor();

    assertThat(order).isEqualTo(arrived);
    assertThat(done).allMatch(CompletableFuture::isDone);
  }

  @Test
  void aFullDestinationDoesNotBlockAnother() throws Exception {
    Destination here = destination(OnExhausted.WAIT, 1);
    Destination there = destinations.of(OTHER);
    open(here, pool);
    assertThat(here.acquireAsync(pool)).isNotDone();

    assertThat(there.acquireAsync(pool)).isCompleted();
  }

  @Test
  void futuresAreNotCompletedByTheThreadThatReleases() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 1);
    Permit held = open(destination, pool);
    CompletableFuture<Permit> waiting = destination.acquireAsync(pool);

    idle(destination, pool, held);
    assertThat(waiting).isNotDone();

    runExecutor();
    assertThat(waiting).isCompleted();
  }

  @Test
  void noCallBackRunsWithTheGatesLockHeld() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 1);
    Permit held = open(destination, pool);
    AtomicBoolean locked = new AtomicBoolean();
    CompletableFuture<Void> waiting =
        destination
            .acquireAsync(pool)
            .thenAccept(p -> locked.set(destinations.gate().lock.isHeldByCurrentThread()));
    idle(destination, pool, held);
    runExecutor();

    assertThat(waiting).isCompleted();
    assertThat(locked).isFalse();
  }

  @Test
  void anAsyncWaiterTimesOut() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 1);
    Permit held = open(destination, pool);
    CompletableFuture<Permit> waiting = destination.acquireAsync(pool);

    clock.advance(Duration.ofMillis(4_999));
    destinations.evict(clock.nanoTime());
    runExecutor();
    assertThat(waiting).isNotDone();

    clock.advance(Duration.ofMillis(1));
    assertThat(destinations.evict(clock.nanoTime()))
        .as("nobody waits any more")
        .isGreaterThan(Gate.LOOK_AGAIN_NANOS);
    runExecutor();
    assertThatThrownBy(waiting::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(AcquireTimeoutException.class)
        .hasMessageContaining("within 5000 ms");
    assertThat(waiting(destination)).isZero();
    assertThat(destination.stats("okhttp3").acquireTimeoutCount()).isEqualTo(1);

    idle(destination, pool, held);
    assertThat(destination.acquireAsync(pool)).isCompleted();
  }

  @Test
  void whileSomebodyWaitsTheGateIsLookedAtOften() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 1);
    Permit held = open(destination, pool);
    CompletableFuture<Permit> waiting = destination.acquireAsync(otherPool);
    assertThat(destinations.evict(clock.nanoTime())).isEqualTo(Gate.LOOK_AGAIN_NANOS);

    // The connection becomes idle, but is in the hands of something that does not let it be closed;
    // later it closes by itself.
    FakePool stubborn = fake(pool);
    held.release();
    runExecutor();
    assertThat(waiting).isNotDone();
    stubborn.finish(held, ORIGIN, false, true);
    destinations.evict(clock.nanoTime());
    runExecutor();

    assertThat(waiting).isCompleted();
  }

  @Test
  void aBlockedWaiterTimesOut() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 1);
    open(destination, pool);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread = blocked(destination, thrown, new AtomicBoolean());

    clock.advance(Duration.ofSeconds(5));
    thread.join();

    assertThat(thrown.get()).isInstanceOf(AcquireTimeoutException.class);
    assertThat(waiting(destination)).isZero();
  }

  @Test
  void aBlockedWaiterIsWokenByARelease() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 1);
    Permit held = open(destination, pool);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread = blocked(destination, thrown, new AtomicBoolean());

    idle(destination, pool, held);
    thread.join();

    assertThat(thrown.get()).isNull();
    assertThat(waiting(destination)).isZero();
  }

  @Test
  void aBlockedWaiterCanBeInterruptedAndCancelled() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 1);
    Permit held = open(destination, pool);
    AtomicReference<Throwable> interrupted = new AtomicReference<>();
    AtomicReference<Throwable> cancelled = new AtomicReference<>();
    AtomicBoolean cancel = new AtomicBoolean();
    Thread one = blocked(destination, interrupted, new AtomicBoolean());
    Thread two = blocked(destination, cancelled, cancel);

    one.interrupt();
    one.join();
    cancel.set(true);
    two.join();

    assertThat(interrupted.get()).isInstanceOf(InterruptedException.class);
    assertThat(cancelled.get()).isInstanceOf(CancellationException.class);
    assertThat(waiting(destination)).isZero();
    idle(destination, pool, held);
    assertThat(destination.acquireAsync(pool)).isCompleted();
  }

  private Thread blocked(
      Destination destination, AtomicReference<Throwable> thrown, AtomicBoolean cancel) {
    int before = waiting(destination);
    Thread thread =
        new Thread(
            () -> {
              try {
                destination.acquire(pool, cancel::get);
              } catch (Exception e) {
                thrown.set(e);
              }
            });
    thread.start();
    while (waiting(destination) == before) {
      Thread.onSpinWait();
    }
    return thread;
  }

  @Test
  void aCancelledFutureLeavesTheQueueAndLosesNoPermit() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 1);
    Permit held = open(destination, pool);
    CompletableFuture<Permit> first = destination.acquireAsync(pool);
    CompletableFuture<Permit> second = destination.acquireAsync(pool);

    first.cancel(true);
    assertThat(waiting(destination)).isEqualTo(1);
    idle(destination, pool, held);
    assertThat(second.cancel(true)).as("granted, but not delivered yet").isTrue();
    runExecutor();

    assertThat(destination.acquireAsync(pool)).isCompleted();
  }

  @Test
  void whoeverComesNextIsServedWhenTheFirstWaiterLeaves() throws Exception {
    initial = Limits.defaults().withMaxConnections(1).withOnExhausted(OnExhausted.WAIT);
    Destination destination = destinations.of(ORIGIN);
    Permit held = open(destination, pool);
    CompletableFuture<Permit> first = destination.acquireAsync(otherPool);
    idle(destination, pool, held);
    CompletableFuture<Permit> second = destination.acquireAsync(pool);
    first.cancel(true);
    runExecutor();

    assertThat(second).isCompleted();
  }

  @Test
  void theNextInLineIsServedWhenTheFirstOneThatCouldNotBeGivesUp() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 1);
    Permit held = open(destination, pool);
    CompletableFuture<Permit> first = destination.acquireAsync(otherPool);
    CompletableFuture<Permit> second = destination.acquireAsync(pool);
    held.release(); // but its connection cannot be closed for the first one, only be used again
    runExecutor();
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();

    first.cancel(true);
    runExecutor();

    assertThat(second).isCompleted();
  }

  @Test
  void thePendingBoundTurnsTheNextOneAway() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 1);
    destination.limits(initial.withMaxPending(1));
    open(destination, pool);
    assertThat(destination.acquireAsync(pool)).isNotDone();

    assertThatThrownBy(() -> destination.acquire(pool, () -> false))
        .isInstanceOf(AcquireTimeoutException.class)
        .hasMessageContaining("too many requests wait");
    assertThat(waiting(destination)).isEqualTo(1);
  }

  // ---- exactness

  @Test
  void aRequestThatRefusesTheIdleConnectionsClosesOneInsteadOfExceedingTheLimit() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 2);
    Permit one = open(destination, pool);
    Permit two = open(destination, pool);
    idle(destination, pool, one);
    idle(destination, pool, two);

    Permit fresh = destination.acquire(pool, () -> false);
    fake(pool).connect(fresh, ORIGIN, true);

    assertThat(server.most(ORIGIN)).isEqualTo(2);
    assertThat(server.open(ORIGIN)).isEqualTo(2);
    assertThat(fake(pool).idle(ORIGIN)).isEqualTo(1);
  }

  @Test
  void aRequestThatRefusesTheIdleConnectionsOpensAnotherOneIfThereIsRoom() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 2);
    idle(destination, pool, open(destination, pool));

    Permit fresh = destination.acquire(pool, () -> false);
    fake(pool).connect(fresh, ORIGIN, true);

    assertThat(server.open(ORIGIN)).isEqualTo(2);
    assertThat(destination.acquireAsync(otherPool).isDone())
        .as("the idle one is closed for it")
        .isTrue();
    assertThat(server.open(ORIGIN)).isEqualTo(1);
  }

  @Test
  void anIdleConnectionCountsAgainstTheOthersWhileARequestIsTakingIt() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 2);
    Permit a = open(destination, pool);
    Permit b = open(destination, pool);
    idle(destination, pool, a);
    idle(destination, pool, b);

    Permit taking = destination.acquire(pool, () -> false); // may take either, has not yet
    Permit other = destination.acquire(otherPool, () -> false); // closes one
    assertThat(server.open(ORIGIN)).isEqualTo(1);
    assertThat(destination.acquireAsync(otherPool)).isNotDone();

    fake(pool).connect(taking, ORIGIN, false);
    fake(otherPool).connect(other, ORIGIN, false);
    assertThat(server.most(ORIGIN)).isEqualTo(2);
  }

  @Test
  void aConnectionThatIsBeingOpenedIsNotOverlookedWhenRoomIsTaken() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 3);
    Permit a = open(destination, pool);
    Permit b = open(destination, pool);
    idle(destination, pool, a);
    idle(destination, pool, b);
    Permit opening = destination.acquire(pool, () -> false);
    opening.connecting();
    server.accept(ORIGIN); // and the pool does not know yet

    open(destination, otherPool);
    open(destination, otherPool);

    assertThat(server.most(ORIGIN)).isEqualTo(3);
    assertThat(destination.acquireAsync(otherPool)).isNotDone();
  }

  @Test
  void aConnectionWhoseOpeningBeginsWhileRoomIsTakenIsNotOverlooked() throws Exception {
    Destination destination = destination(OnExhausted.FAIL, 3);
    Runnable[] meanwhile = {() -> {}};
    FakePool busy =
        new FakePool(server) {
          @Override
          public int open(Origin origin) {
            Runnable once = meanwhile[0];
            meanwhile[0] = () -> {};
            once.run();
            return super.open(origin);
          }
        };
    SharedPool busyPool =
        new SharedPool(PoolKey.builder("okhttp3").value("n", 3).build(), busy, clock.nanoTime());
    List<Permit> three = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      three.add(open(destination, busyPool));
    }
    three.forEach(permit -> idle(destination, busyPool, permit));
    Permit opening = destination.acquire(busyPool, () -> false);
    meanwhile[0] =
        () -> {
          opening.connecting();
          server.accept(ORIGIN); // and the pool does not know yet
        };

    open(destination, otherPool);

    assertThat(server.most(ORIGIN)).isEqualTo(3);
    assertThat(server.open(ORIGIN)).isEqualTo(3);
  }

  @Test
  void releasingTwiceGivesBackOnce() throws Exception {
    Destination destination = destination(OnExhausted.FAIL, 1);
    Permit permit = open(destination, pool);
    idle(destination, pool, permit);
    permit.release();
    Permit next = destination.acquire(pool, () -> false);
    permit.release();

    assertThat(destination.acquireAsync(pool)).isCompletedExceptionally();
    next.release();
  }

  @Test
  void aRequestThatNeverConnectedGivesItsRoomBack() throws Exception {
    Destination destination = destination(OnExhausted.FAIL, 1);
    Permit permit = destination.acquire(pool, () -> false);
    permit.connecting();
    permit.release();

    assertThat(destination.acquireAsync(otherPool)).isCompleted();
  }

  @Test
  void aPoolThatThrowsDoesNotStopTheOthers() throws Exception {
    Destination destination = destination(OnExhausted.OVERFLOW, 1);
    NativePool broken =
        new NativePool() {
          @Override
          public int idle(Origin origin) {
            throw new IllegalStateException();
          }

          @Override
          public int open(Origin origin) {
            throw new IllegalStateException();
          }

          @Override
          public int closeIdle(Origin origin, int atMost, CloseReason reason) {
            throw new IllegalStateException();
          }

          @Override
          public long evict(long nowNanos) {
            throw new IllegalStateException();
          }

          @Override
          public void close() {}
        };
    SharedPool brokenPool = new SharedPool(PoolKey.builder("x").build(), broken, clock.nanoTime());
    destination.acquire(brokenPool, () -> false).release();

    assertThat(destination.acquire(pool, () -> false).overflow()).isTrue();
    clock.advance(Duration.ofSeconds(11));
    destinations.evict(clock.nanoTime());
  }

  // ---- live changes

  @Test
  void raisingALimitServesWaitersAtOnce() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 1);
    open(destination, pool);
    CompletableFuture<Permit> one = destination.acquireAsync(pool);
    CompletableFuture<Permit> two = destination.acquireAsync(pool);

    destination.limits(destination.limits().withMaxConnectionsPerHost(2));
    runExecutor();
    assertThat(one).isCompleted();
    assertThat(two).isNotDone();

    destination.limits(destination.limits().withOnExhausted(OnExhausted.OVERFLOW));
    runExecutor();
    assertThat(two).isCompleted();
    assertThat(two.get().overflow()).isTrue();
  }

  @Test
  void loweringALimitClosesIdleConnectionsNowAndOthersAsTheyComeBack() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 4);
    Permit a = open(destination, pool);
    Permit b = open(destination, pool);
    Permit c = open(destination, otherPool);
    idle(destination, otherPool, open(destination, otherPool));
    assertThat(server.open(ORIGIN)).isEqualTo(4);

    destination.limits(destination.limits().withMaxConnectionsPerHost(1));
    assertThat(server.open(ORIGIN)).isEqualTo(3);
    assertThat(destination.acquireAsync(pool)).isNotDone();

    idle(destination, pool, a);
    runExecutor();
    idle(destination, otherPool, c);
    runExecutor();
    assertThat(server.open(ORIGIN)).isEqualTo(1);
    idle(destination, pool, b);
    runExecutor();
    assertThat(server.open(ORIGIN)).isEqualTo(1);
    assertThat(waiting(destination)).as("the waiter has the one that is left").isZero();
  }

  @Test
  void loweringTheTotalClosesIdleConnectionsToAnyDestination() throws Exception {
    Destination here = destination(OnExhausted.WAIT, 10);
    Destination there = destinations.of(OTHER);
    for (Destination each : List.of(here, there)) {
      Permit a = open(each, pool);
      Permit b = open(each, pool);
      idle(each, pool, a);
      idle(each, pool, b);
    }

    here.limits(here.limits().withMaxConnections(1));

    assertThat(server.open(ORIGIN) + server.open(OTHER)).isEqualTo(1);
  }

  @Test
  void aDestinationWithALowTotalOfItsOwnStillUsesItsConnections() throws Exception {
    Destination here = destination(OnExhausted.WAIT, 10);
    here.limits(here.limits().withMaxConnections(1));
    Permit held = open(here, pool);
    Destination there = destinations.of(OTHER);
    open(there, pool);
    open(there, pool);
    CompletableFuture<Permit> waiting = here.acquireAsync(pool);

    idle(here, pool, held);
    runExecutor();

    assertThat(waiting).isCompleted();
  }

  @Test
  void connectionsBeyondASoftTotalCountForAHardOne() throws Exception {
    initial = Limits.defaults().withMaxConnections(1);
    Destination soft = destinations.of(ORIGIN);
    Permit pooled = open(soft, pool);
    Permit beyond = open(soft, pool);
    assertThat(beyond.overflow()).isTrue();
    initial = Limits.defaults().withMaxConnections(2).withOnExhausted(OnExhausted.FAIL);
    Destination hard = destinations.of(OTHER);

    assertThat(hard.acquireAsync(pool)).isCompletedExceptionally();
    fake(pool).finish(beyond, ORIGIN, false, true);
    assertThat(hard.acquireAsync(pool)).isCompleted();
    pooled.release();
  }

  @Test
  void whatWasOpenedUnderASoftLimitCountsUnderAHardOne() throws Exception {
    Destination destination = destination(OnExhausted.OVERFLOW, 4);
    Permit first = open(destination, pool);
    idle(destination, pool, first);
    for (int i = 0; i < 3; i++) {
      Permit fresh = destination.acquire(pool, () -> false);
      fake(pool).connect(fresh, ORIGIN, true); // refuses the idle ones, and closes none
      idle(destination, pool, fresh);
    }
    assertThat(server.open(ORIGIN)).isEqualTo(4);

    destination.limits(destination.limits().withOnExhausted(OnExhausted.WAIT));
    for (int i = 0; i < 4; i++) {
      open(destination, otherPool);
    }

    assertThat(server.most(ORIGIN)).isEqualTo(4);
    assertThat(server.open(ORIGIN)).isEqualTo(4);
  }

  @Test
  void aTimeoutIsToldEvenIfNoThreadIsToBeHad() throws Exception {
    Destinations poor =
        new Destinations(
            clock,
            origin -> initial,
            () -> jitter,
            task -> {
              throw new OutOfMemoryError("unable to create native thread");
            });
    initial = Limits.defaults().withMaxConnectionsPerHost(1).withOnExhausted(OnExhausted.WAIT);
    Destination destination = poor.of(ORIGIN);
    Permit held = open(destination, pool);
    CompletableFuture<Permit> late = destination.acquireAsync(pool);
    clock.advance(Duration.ofSeconds(5));
    poor.evict(clock.nanoTime());
    assertThat(late).isCompletedExceptionally();

    CompletableFuture<Permit> other = destination.acquireAsync(otherPool);
    idle(destination, pool, held);
    poor.evict(clock.nanoTime());
    assertThat(other).isCompleted();
  }

  @Test
  void fromSoftToHardEverythingOpenCounts() throws Exception {
    Destination destination = destination(OnExhausted.OVERFLOW, 1);
    Permit pooled = open(destination, pool);
    Permit overflow = open(destination, pool);
    assertThat(overflow.overflow()).isTrue();

    destination.limits(
        destination.limits().withOnExhausted(OnExhausted.WAIT).withMaxConnectionsPerHost(2));
    CompletableFuture<Permit> waiting = destination.acquireAsync(otherPool);
    assertThat(waiting).isNotDone();

    fake(pool).finish(overflow, ORIGIN, true, true);
    runExecutor();
    assertThat(waiting).isCompleted();
    pooled.release();
  }

  @Test
  void reloadedSettingsReachEveryDestination() {
    Destination here = destinations.of(ORIGIN);
    Destination there = destinations.of(OTHER);
    initial = Limits.defaults().withMaxConnectionsPerHost(7);

    destinations.reloadLimits();

    assertThat(here.limits().maxConnectionsPerHost()).isEqualTo(7);
    assertThat(there.limits().maxConnectionsPerHost()).isEqualTo(7);
  }

  // ---- leaks

  @Test
  void aLeaseWhoseOwnerIsCollectedComesBack() throws Exception {
    Destination destination = destination(OnExhausted.FAIL, 1);
    Permit permit = open(destination, pool);
    AtomicBoolean leaked = new AtomicBoolean();
    permit.ownedBy(
        new Object(),
        () -> {
          leaked.set(true);
          fake(pool).finish(permit, ORIGIN, false, true);
        });

    Garbage.awaitCollected(
        () -> {
          destinations.evict(clock.nanoTime());
          return leaked.get();
        });

    assertThat(server.open(ORIGIN)).isZero();
    assertThat(destination.stats("okhttp3").closedCount(CloseReason.LEAKED)).isEqualTo(1);
    assertThat(destination.acquireAsync(pool)).isCompleted();
    assertThat(pool.leases).isEmpty();
  }

  @Test
  void whoLeaksIsTold() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 10);
    StackTraceElement[] asking = {new StackTraceElement("com.acme.Leaks", "ask", "Leaks.java", 7)};
    List<String> told = new CopyOnWriteArrayList<>();
    destinations
        .gate()
        .leaks
        .watch(
            new LeakWatch() {
              @Override
              public @Nullable StackTraceElement caller() {
                return asking[0];
              }

              @Override
              public void leaked(String client, @Nullable StackTraceElement where) {
                told.add(client + " " + where);
              }
            });
    leak(destination);
    for (int i = 0; i < Leaks.AFTER_LEAK; i++) {
      destination.acquire(pool, () -> false).release();
    }
    leak(destination);
    leak(destination);

    String place = "okhttp3 com.acme.Leaks.ask(Leaks.java:7)";
    assertThat(told).containsExactly(place, "okhttp3 null", place);
  }

  @Test
  void whoWaitsWhileItsPoolIsSweptAwayLeavesNoReservationBehind() throws Exception {
    initial =
        Limits.defaults()
            .withMaxConnectionsPerHost(1)
            .withOnExhausted(OnExhausted.WAIT)
            .withAcquireTimeout(Duration.ofMinutes(1));
    Destination destination = destinations.of(ORIGIN);
    Permit first = open(destination, pool);
    CompletableFuture<Permit> second = destination.acquireAsync(otherPool);
    clock.advance(Duration.ofNanos(Destinations.SWEEP_NANOS));
    destinations.evict(clock.nanoTime());

    fake(pool).finish(first, ORIGIN, false, true);
    runExecutor();
    Permit granted = second.get(1, TimeUnit.SECONDS);
    fake(otherPool).connect(granted, ORIGIN, false);
    fake(otherPool).finish(granted, ORIGIN, false, true);

    assertThat(destination.acquireAsync(pool)).isCompleted();
  }

  private void leak(Destination destination) throws Exception {
    Permit permit = destination.acquire(pool, () -> false);
    permit.leaked();
    permit.release();
  }

  @Test
  void aLeakIsNoticedByTheRequestThatNeedsItsPlace() throws Exception {
    Destination destination = destination(OnExhausted.FAIL, 1);
    Permit permit = open(destination, pool);
    permit.ownedBy(new Object(), () -> fake(pool).finish(permit, ORIGIN, false, true));

    Garbage.awaitCollected(() -> !destination.acquireAsync(otherPool).isCompletedExceptionally());
  }

  @Test
  void aReleasedLeaseIsNotALeak() throws Exception {
    Destination destination = destination(OnExhausted.FAIL, 1);
    Permit permit = open(destination, pool);
    AtomicBoolean leaked = new AtomicBoolean();
    Object[] owner = {new Object()};
    permit.ownedBy(owner[0], () -> leaked.set(true));
    idle(destination, pool, permit);
    assertThat(pool.leases).isEmpty();
    java.lang.ref.WeakReference<Object> gone = new java.lang.ref.WeakReference<>(owner[0]);
    owner[0] = "";

    Garbage.awaitCollected(() -> gone.get() == null);
    destinations.evict(clock.nanoTime());

    assertThat(leaked).isFalse();
    assertThat(destination.stats("okhttp3").closedCount(CloseReason.LEAKED)).isZero();
  }

  @Test
  void aLeakHandlerThatThrowsStillGivesThePermitBack() throws Exception {
    Destination destination = destination(OnExhausted.FAIL, 1);
    Permit permit = destination.acquire(pool, () -> false);
    AtomicReference<Throwable> reported = new AtomicReference<>();
    destinations.gate().onError(reported::set);
    permit.ownedBy(
        new Object(),
        () -> {
          throw new IllegalStateException("closing failed");
        });

    Garbage.awaitCollected(() -> destination.acquireAsync(pool).isDone() && reported.get() != null);

    assertThat(reported.get()).hasMessage("closing failed");
  }

  // ---- leaving

  @Test
  void anUnusedDestinationLeavesAndIsMadeAnewWhenAskedThroughTheOldOne() throws Exception {
    Destination old = destination(OnExhausted.FAIL, 1);
    Permit permit = open(old, pool);
    fake(pool).finish(permit, ORIGIN, false, true);

    sweep();
    clock.advance(Duration.ofMinutes(9));
    sweep();
    assertThat(destinations.all()).containsExactly(old);
    clock.advance(Duration.ofMinutes(1));
    sweep();
    assertThat(destinations.all()).isEmpty();
    assertThat(destinations.evict(clock.nanoTime())).isEqualTo(-1);

    Permit again = old.acquire(pool, () -> false);
    Destination made = destinations.of(ORIGIN);
    assertThat(made).isNotSameAs(old);
    assertThat(made.acquireAsync(pool))
        .as("the old one counts in the new one")
        .isCompletedExceptionally();
    again.release();
  }

  private void sweep() {
    clock.advance(Duration.ofSeconds(10));
    destinations.evict(clock.nanoTime());
  }

  @Test
  void aDestinationWithAnOpenConnectionStays() throws Exception {
    Destination destination = destination(OnExhausted.FAIL, 1);
    idle(destination, pool, open(destination, pool));
    clock.advance(Duration.ofHours(1));
    sweep();
    sweep();

    assertThat(destinations.all()).containsExactly(destination);
  }

  @Test
  void aPoolThatIsCollectedTakesItsReservationsAlong() throws Exception {
    Destination destination = destination(OnExhausted.FAIL, 1);
    open(destination, newPool("okhttp3", 9)); // never released: its loader is gone

    Garbage.awaitCollected(
        () -> {
          sweep();
          return !destination.acquireAsync(pool).isCompletedExceptionally();
        });
  }

  /** An application that visits many hosts once is no reason not to pool the next one. */
  @Test
  void whereThereAreTooManyThoseUnusedForLongestLeave() throws Exception {
    Destination inUse = destinations.of(ORIGIN);
    open(inUse, pool);
    for (int i = 0; i < Destinations.MOST; i++) {
      clock.advance(Duration.ofMillis(1));
      destinations.of(Origin.of("http", "h" + i, 80));
    }

    Origin latest = Origin.of("http", "latest", 80);
    assertThat(destinations.of(latest)).isSameAs(destinations.of(latest));
    assertThat(destinations.all())
        .hasSizeLessThanOrEqualTo(Destinations.MOST)
        .contains(inUse)
        .noneMatch(each -> each.origin().host().equals("h0"))
        .anyMatch(each -> each.origin().host().equals("h2048"));
  }

  @Test
  void aDestinationWhoseLimitsWereSetAtRunTimeDoesNotLeave() {
    Destination set = destinations.of(ORIGIN);
    set.limits(Limits.defaults().withMaxConnectionsPerHost(7));
    Destination forgotten = destinations.of(OTHER);
    clock.advance(Duration.ofMinutes(10));
    sweep();

    assertThat(destinations.of(ORIGIN).limits().maxConnectionsPerHost()).isEqualTo(7);
    assertThat(destinations.all()).contains(set).doesNotContain(forgotten);

    destinations.reloadLimits(); // the settings' again
    sweep();
    assertThat(destinations.all()).isEmpty();
  }

  @Test
  void destinationsAreBounded() {
    for (int i = 0; i < Destinations.MOST + 10; i++) {
      assertThat(destinations.of(Origin.of("http", "h" + i, 80)).acquireAsync(pool)).isCompleted();
    }
    assertThat(destinations.all()).hasSize(Destinations.MOST);
  }

  // ---- the rest

  @Test
  void theLifetimeIsSpreadOverATenthEitherWay() {
    Destination destination = destinations.of(ORIGIN);
    jitter = 0;
    assertThat(Duration.ofNanos(destination.newLifetimeNanos())).isEqualTo(Duration.ofSeconds(270));
    jitter = 1;
    assertThat(Duration.ofNanos(destination.newLifetimeNanos())).isEqualTo(Duration.ofSeconds(330));
  }

  @Test
  void evictIdleClosesTheIdleConnectionsOfAllPools() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 10);
    Permit held = open(destination, pool);
    idle(destination, pool, open(destination, pool));
    idle(destination, otherPool, open(destination, otherPool));

    assertThat(destination.evictIdle()).isEqualTo(2);

    assertThat(server.open(ORIGIN)).isEqualTo(1);
    assertThat(fake(pool).closedFor(CloseReason.POOL_CLOSED)).isEqualTo(1);
    assertThat(fake(otherPool).closedFor(CloseReason.POOL_CLOSED)).isEqualTo(1);
    held.release();
  }

  @Test
  void gaugesOfOneMomentFitEachOther() throws Exception {
    Destination destination = destination(OnExhausted.OVERFLOW, 3);
    SharedPool jdk = newPool("jdk", 1);
    open(destination, pool);
    idle(destination, otherPool, open(destination, otherPool));
    open(destination, jdk);
    open(destination, jdk); // closes the idle one
    open(destination, jdk); // overflows

    ConnectionStats.Snapshot okhttp = destination.stats("okhttp3").snapshot();
    ConnectionStats.Snapshot ofJdk = destination.stats("jdk").snapshot();
    assertThat(okhttp.active()).isEqualTo(1);
    assertThat(okhttp.idle()).isZero();
    assertThat(ofJdk.active()).isEqualTo(3);
    assertThat(okhttp.open() + ofJdk.open()).isEqualTo(4).isEqualTo(server.open(ORIGIN));
    assertThat(destination.stats("jdk").utilisation()).isEqualTo(1.0);
  }

  @Test
  void usageAndWaitAreTimed() throws Exception {
    Destination destination = destination(OnExhausted.WAIT, 1);
    Permit held = open(destination, pool);
    CompletableFuture<Permit> waiting = destination.acquireAsync(pool);
    clock.advance(Duration.ofMillis(300));
    idle(destination, pool, held);
    runExecutor();
    clock.advance(Duration.ofMillis(100));
    waiting.get(1, TimeUnit.SECONDS).release();

    ConnectionStats stats = destination.stats("okhttp3");
    assertThat(stats.acquireWait().totalNanos()).isEqualTo(Duration.ofMillis(300).toNanos());
    assertThat(stats.usage().totalNanos()).isEqualTo(Duration.ofMillis(400).toNanos());
    assertThat(stats.usage().count()).isEqualTo(2);
    assertThat(stats.usage().maxNanos()).isEqualTo(Duration.ofMillis(300).toNanos());
  }

  @Test
  void noLockIsTakenWhileALimitIsNotReached() throws Exception {
    Destination destination = destination(OnExhausted.OVERFLOW, 10);
    idle(destination, pool, open(destination, pool));
    CountDownLatch done = new CountDownLatch(1);
    destinations.gate().lock.lock();
    try {
      Thread request =
          new Thread(
              () -> {
                try {
                  Permit permit = destination.acquire(pool, () -> false);
                  fake(pool).connect(permit, ORIGIN, false);
                  idle(destination, pool, permit);
                  done.countDown();
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      request.start();
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      destinations.gate().lock.unlock();
    }
  }
}
