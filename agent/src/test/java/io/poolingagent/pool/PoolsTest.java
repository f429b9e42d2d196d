package io.poolingagent.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PoolsTest {

  private static final Origin ORIGIN = Origin.of("https", "a.example", 443);

  private final ManualClock clock = new ManualClock();
  private final FakeServer server = new FakeServer();
  private final List<FakePool> made = new ArrayList<>();
  private int maxPools = 3;
  private final Destinations destinations =
      new Destinations(clock, origin -> Limits.defaults(), () -> 0.5, Runnable::run);

  /** Without the thread: each test looks itself. */
  private final Pools pools = new Pools(clock, destinations, () -> maxPools);

  private final List<List<String>> apart = new ArrayList<>();
  private final PoolRegistry registry = pools.newRegistry(apart::add);

  private static PoolKey key(int n) {
    return PoolKey.builder("okhttp3").value("n", n).build();
  }

  private @Nullable SharedPool pool(int n) {
    return pool(key(n));
  }

  private @Nullable SharedPool pool(PoolKey key) {
    return registry.pool(
        key,
        () -> {
          FakePool pool = new FakePool(server);
          made.add(pool);
          return pool;
        });
  }

  private SharedPool existing(int n) {
    return Objects.requireNonNull(pool(n));
  }

  @Test
  void equalKeysShareAPoolAndOthersDoNot() {
    assertThat(pool(1)).isSameAs(pool(1)).isNotSameAs(pool(2));
    assertThat(made).hasSize(2);
    assertThat(pools.all()).containsExactlyInAnyOrder(pool(1), pool(2));
    assertThat(existing(1).key()).isEqualTo(key(1));
  }

  @Test
  void theBoundHolds() {
    for (int n = 1; n <= 3; n++) {
      holdConnection(existing(n));
    }
    assertThat(pool(4)).isNull();
    assertThat(pool(3)).isNotNull();
    maxPools = 4;
    assertThat(pool(4)).isNotNull();
  }

  private Permit holdConnection(SharedPool pool) {
    try {
      Permit permit = destinations.of(ORIGIN).acquire(pool, () -> false);
      ((FakePool) pool.engine()).connect(permit, ORIGIN, false);
      return permit;
    } catch (AcquireTimeoutException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatOnlyAClosedClientCouldWantGoesWithIt() {
    maxPools = 9;
    Object client = new Object();
    SharedPool pool = ofOneClient(client);
    registry.closedBy(client);
    assertThat(pool.idle()).as("the next may have the same objects").isEqualTo(1);
    for (int others = 0; others < 4; others++) {
      SharedPool unused = ofOneClient(new Object());
    }
    registry.closedBy(new Object());
    assertThat(pool.idle()).as("by one that never had it").isEqualTo(1);

    registry.closedBy(client);
    assertThat(pool.idle()).isZero();

    leaveIdle(pool);
    pool.usedBy(new Object());
    registry.closedBy(client);
    assertThat(pool.idle()).as("another one uses it, too").isEqualTo(1);
  }

  @Test
  void whatOthersMayWantStaysWhenItsOnlyClientIsClosed() {
    maxPools = 9;
    Object client = new Object();
    SharedPool pool = existing(1);
    pool.usedBy(client);
    leaveIdle(pool);
    for (int others = 0; others < 5; others++) {
      SharedPool unused = ofOneClient(new Object());
    }
    registry.closedBy(client);
    assertThat(pool.idle()).isEqualTo(1);
  }

  private final List<Object> certain = new ArrayList<>(); // alive

  private SharedPool ofOneClient(Object client) {
    certain.add(new Object());
    Object object = certain.get(certain.size() - 1);
    PoolKey key = PoolKey.builder("okhttp3").identity("object", object).build();
    SharedPool pool =
        Objects.requireNonNull(pool(PoolKey.builder("okhttp3").key("tls", key).build()));
    pool.usedBy(client);
    leaveIdle(pool);
    return pool;
  }

  private void leaveIdle(SharedPool pool) {
    ((FakePool) pool.engine()).finish(holdConnection(pool), ORIGIN, true, false);
  }

  @Test
  void inAFullRegistryThePoolUnusedForLongestMakesRoomIfItHasNoConnection() {
    SharedPool busy = existing(1);
    holdConnection(busy);
    clock.advance(Duration.ofSeconds(1));
    SharedPool oldest = existing(2);
    clock.advance(Duration.ofSeconds(1));
    existing(3);

    assertThat(pool(4)).isNotNull();

    assertThat(oldest.retired()).isTrue();
    assertThat(made.get(1).isClosed()).isTrue();
    assertThat(pool(1)).isSameAs(busy);
    assertThat(pool(5)).as("looked for only once a second").isNull();
    clock.advance(Duration.ofSeconds(1));
    assertThat(pool(5)).isNotNull();
  }

  @Test
  void aPoolLeavesWhenUnusedForTwiceTheKeepAlive() {
    existing(1);
    clock.advance(Duration.ofSeconds(59));
    assertThat(pools.evict(clock.nanoTime())).isEqualTo(Duration.ofSeconds(1).toNanos());
    assertThat(registry.all()).hasSize(1);

    clock.advance(Duration.ofSeconds(1));
    assertThat(pools.evict(clock.nanoTime())).as("nothing left").isEqualTo(-1);
    assertThat(registry.all()).isEmpty();
    assertThat(made.get(0).isClosed()).isTrue();
  }

  @Test
  void aPoolThatIsUsedOrHasAConnectionStays() {
    SharedPool used = existing(1);
    Permit permit = holdConnection(existing(2));
    clock.advance(Duration.ofSeconds(50));
    existing(1);
    clock.advance(Duration.ofSeconds(20));

    pools.evict(clock.nanoTime());
    assertThat(registry.all()).hasSize(2).contains(used);

    made.get(1).finish(permit, ORIGIN, false, true);
    pools.evict(clock.nanoTime());
    assertThat(registry.all()).containsExactly(used);
  }

  @Test
  void aPoolWhoseKeyIsDeadLeavesAtTheNextLook() {
    pool(PoolKey.builder("okhttp3").identity("factory", new Object()).build());
    Object living = new Object();
    SharedPool stays =
        Objects.requireNonNull(
            pool(PoolKey.builder("okhttp3").identity("factory", living).build()));

    Garbage.awaitCollected(
        () -> {
          pools.evict(clock.nanoTime());
          return registry.all().size() == 1;
        });

    assertThat(registry.all()).containsExactly(stays);
    assertThat(made.get(0).isClosed()).isTrue();
    assertThat(living).isNotNull();
  }

  @Test
  void theNextLookIsWhenThePoolsWantIt() {
    existing(1);
    made.get(0).nextEvict = Duration.ofSeconds(3).toNanos();
    existing(2);
    made.get(1).nextEvict = Duration.ofSeconds(2).toNanos();

    assertThat(pools.evict(clock.nanoTime())).isEqualTo(Duration.ofSeconds(2).toNanos());
    assertThat(made).allMatch(pool -> pool.evictions > 0);
  }

  @Test
  void aPoolThatFailsIsReportedAndTheOthersAreLookedAfter() {
    AtomicReference<Throwable> reported = new AtomicReference<>();
    pools.onError(reported::set);
    NativePool broken =
        new FakePool(server) {
          @Override
          public synchronized long evict(long nowNanos) {
            throw new IllegalStateException("broken");
          }
        };
    registry.pool(key(1), () -> broken);
    existing(2);
    int before = made.get(0).evictions;

    pools.evict(clock.nanoTime());

    assertThat(reported.get()).hasMessage("broken");
    assertThat(made.get(0).evictions).isGreaterThan(before);
  }

  @Test
  void theCoreDoesNotHoldARegistryNorWhatIsInIt() {
    List<WeakReference<Object>> gone = new ArrayList<>();
    fillRegistry(gone);

    Garbage.awaitCollected(
        () -> {
          pools.evict(clock.nanoTime());
          return gone.stream().allMatch(each -> each.get() == null);
        });
    assertThat(pools.all()).isEmpty();
  }

  @Test
  void itTellsWhatKeepsANewPoolApartFromTheOneMostLikeIt() {
    maxPools = 2;
    pool(PoolKey.builder("okhttp3").value("dns", 1).value("proxy", 1).value("tls", 1).build());
    assertThat(apart).isEmpty();

    pool(PoolKey.builder("okhttp3").value("dns", 1).value("proxy", 2).value("tls", 2).build());
    assertThat(apart).containsExactly(List.of("proxy", "tls"));

    // There is no room for this one, which is when an operator wants to know most.
    PoolKey third =
        PoolKey.builder("okhttp3").value("dns", 2).value("proxy", 2).value("tls", 2).build();
    pool(third);
    assertThat(apart).containsExactly(List.of("proxy", "tls"), List.of("dns"));

    pool(PoolKey.builder("okhttp3").value("dns", 1).value("proxy", 2).value("tls", 2).build());
    assertThat(apart).hasSize(2);
  }

  @Test
  void aFullRegistryIsLookedThroughOnceASecondAtMost() {
    maxPools = 2;
    for (int n = 1; n <= 2; n++) {
      holdConnection(existing(n));
    }
    apart.clear();
    assertThat(pool(3)).isNull();
    assertThat(pool(4)).isNull();
    assertThat(apart).hasSize(1);

    clock.advance(Duration.ofSeconds(1));
    assertThat(pool(5)).isNull();
    assertThat(apart).hasSize(2);
  }

  /**
   * A registry whose pool has a connection in use, and a lease that refers to the adapter's
   * objects.
   */
  private void fillRegistry(List<WeakReference<Object>> gone) {
    PoolRegistry other = pools.newRegistry(parts -> {});
    FakePool engine = new FakePool(server);
    SharedPool pool = Objects.requireNonNull(other.pool(key(1), () -> engine));
    Permit permit = holdConnection(pool);
    Object owner = engine; // lives exactly as long as the loader
    permit.ownedBy(owner, engine::close);
    gone.add(new WeakReference<>(other));
    gone.add(new WeakReference<>(pool));
    gone.add(new WeakReference<>(engine));
  }

  @Test
  void twoThreadsThatMissAtOnceGetTheSamePoolAndTheOtherIsClosed() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    List<FakePool> engines = java.util.Collections.synchronizedList(new ArrayList<>());
    List<SharedPool> got = java.util.Collections.synchronizedList(new ArrayList<>());
    Runnable miss =
        () ->
            got.add(
                Objects.requireNonNull(
                    registry.pool(
                        key(1),
                        () -> {
                          both.countDown();
                          try {
                            both.await();
                          } catch (InterruptedException e) {
                            throw new AssertionError(e);
                          }
                          FakePool engine = new FakePool(server);
                          engines.add(engine);
                          return engine;
                        })));
    Thread one = new Thread(miss);
    Thread two = new Thread(miss);
    one.start();
    two.start();
    one.join();
    two.join();

    assertThat(got.get(0)).isSameAs(got.get(1));
    assertThat(engines).hasSize(2);
    assertThat(engines.stream().filter(FakePool::isClosed)).hasSize(1);
    assertThat(((FakePool) got.get(0).engine()).isClosed()).isFalse();
  }

  @Test
  void oneThreadLooksAfterEverythingAndEndsWithTheLastPool() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    CountDownLatch looked = new CountDownLatch(1);
    AtomicReference<Thread> thread = new AtomicReference<>();
    Pools withThread =
        new Pools(clock, new Destinations(clock, o -> Limits.defaults(), () -> 0.5), () -> 3);
    CountDownLatch first = new CountDownLatch(1);
    withThread.onFirstUse(first::countDown);
    assertThat(first.getCount()).isEqualTo(1);
    PoolRegistry its = withThread.newRegistry(parts -> {});
    assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();

    ClassLoader webApplication = new ClassLoader(getClass().getClassLoader()) {};
    Thread.currentThread().setContextClassLoader(webApplication);
    try {
      SharedPool unused =
          its.pool(
              key(1),
              () ->
                  new FakePool(server) {
                    @Override
                    public synchronized long evict(long nowNanos) {
                      thread.set(Thread.currentThread());
                      looks.incrementAndGet();
                      looked.countDown();
                      return 0; // look again at once
                    }
                  });
      assertThat(unused).isNotNull();
    } finally {
      Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
    }

    assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();
    Thread evictor = Objects.requireNonNull(thread.get());
    assertThat(evictor.getName()).isEqualTo("pooling-agent-evictor");
    assertThat(evictor.isDaemon()).isTrue();
    assertThat(evictor.getContextClassLoader()).isNull();

    clock.advance(Duration.ofMinutes(2)); // the pool leaves, and nothing is left
    evictor.join(10_000);
    assertThat(evictor.isAlive()).isFalse();

    CountDownLatch again = new CountDownLatch(1);
    its.pool(
        key(2),
        () ->
            new FakePool(server) {
              @Override
              public synchronized long evict(long nowNanos) {
                again.countDown();
                return -1;
              }
            });
    assertThat(again.await(10, TimeUnit.SECONDS)).as("it starts again with the next pool").isTrue();
  }

  @Test
  void aThreadThatCouldNotBeStartedIsStartedForTheNextPool() throws Exception {
    AtomicBoolean none = new AtomicBoolean(true);
    AtomicReference<Throwable> reported = new AtomicReference<>();
    Pools withThread =
        new Pools(
            clock,
            destinations,
            () -> 3,
            task ->
                new Thread(task) {
                  @Override
                  public void start() {
                    if (none.get()) {
                      throw new OutOfMemoryError("unable to create native thread");
                    }
                    super.start();
                  }
                });
    withThread.onError(reported::set);
    PoolRegistry its = withThread.newRegistry(parts -> {});
    assertThat(reported.get()).isInstanceOf(OutOfMemoryError.class);
    FakePool first = new FakePool(server);
    assertThat(its.pool(key(1), () -> first)).as("nobody would look after it").isNull();
    assertThat(first.isClosed()).isTrue();
    assertThat(its.all()).isEmpty();

    none.set(false);
    CountDownLatch looked = new CountDownLatch(1);
    assertThat(its.pool(key(1), () -> looksAt(looked))).isNotNull();
    assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private FakePool looksAt(CountDownLatch looked) {
    return new FakePool(server) {
      @Override
      public synchronized long evict(long nowNanos) {
        looked.countDown();
        return -1;
      }
    };
  }

  @Test
  void aThreadThatDiesIsReplaced() throws Exception {
    Pools withThread = new Pools(Clock.system(), destinations, () -> 3);
    AtomicBoolean dies = new AtomicBoolean(true);
    CountDownLatch first = new CountDownLatch(1);
    withThread.onError(
        e -> {
          throw new AssertionError(e); // not even that could be told
        });
    withThread.onFirstUse(
        () -> {
          if (dies.getAndSet(false)) {
            first.countDown();
            throw new OutOfMemoryError("Java heap space");
          }
        });
    PoolRegistry its = withThread.newRegistry(parts -> {});
    assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();

    CountDownLatch looked = new CountDownLatch(1);
    assertThat(its.pool(key(1), () -> looksAt(looked))).isNotNull();
    assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatAThreadDiesOfDoesNotGoToTheApplicationsHandler() throws Exception {
    AtomicReference<Throwable> told = new AtomicReference<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> told.set(failure));
    try {
      Thread thread =
          AgentThread.create(
              "pooling-agent-test",
              () -> {
                throw new IllegalStateException("ours");
              });
      thread.start();
      thread.join();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(told.get()).isNull();
  }

  @Test
  void threadsCarryNothingOfTheirCreator() throws Exception {
    InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
    local.set("of the application");
    AtomicReference<String> seen = new AtomicReference<>("");
    Thread thread =
        AgentThread.create("pooling-agent-test", () -> seen.set(String.valueOf(local.get())));
    thread.start();
    thread.join();
    local.remove();

    assertThat(seen.get()).isEqualTo("null");
    assertThat(thread.isDaemon()).isTrue();
  }
}
