package io.poolingagent.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ExclusivePoolTest {

  private static final Origin ORIGIN = Origin.of("https", "a.example", 443);
  private static final Origin OTHER = Origin.of("https", "b.example", 443);
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final ManualClock clock = new ManualClock();
  private Limits limits = Limits.defaults();
  private double jitter = 0.5;
  private final Destinations destinations =
      new Destinations(clock, origin -> limits, () -> jitter, Runnable::run);
  private final ExclusivePool<Connection> pool = new ExclusivePool<>(clock);
  private final ServerSocket server = listen();
  private final List<Connection> all = new ArrayList<>();

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void closeSockets() throws IOException {
    for (Connection each : all) {
      each.closeSocket();
      each.peer.close();
    }
    server.close();
  }

  /** A library's connection, with the server's end of it. */
  private static final class Connection extends ExclusiveConnection {
    Socket socket;
    Socket peer;
    final String kind;
    volatile boolean unread;
    volatile boolean orphaned;
    volatile boolean withoutSocket;

    Connection(Destination destination, ServerSocket server, String kind) throws IOException {
      super("apache4", destination);
      this.kind = kind;
      this.socket = new Socket(server.getInetAddress(), server.getLocalPort());
      this.peer = server.accept();
    }

    void reconnect(ServerSocket server) throws IOException {
      peer.close();
      socket = new Socket(server.getInetAddress(), server.getLocalPort());
      peer = server.accept();
    }

    @Override
    protected @Nullable Socket tcpSocket() {
      return withoutSocket ? null : socket;
    }

    @Override
    protected boolean hasUnreadBytes() {
      return unread;
    }

    @Override
    protected void closeSocket() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    protected boolean isOrphaned() {
      return orphaned;
    }

    boolean isClosed() {
      return socket.isClosed();
    }

    void serverCloses() throws IOException {
      peer.close();
      assertThat(socket.getInputStream().read()).isEqualTo(-1); // it has arrived
    }

    void serverSends(int octet) throws IOException {
      peer.getOutputStream().write(octet);
      while (socket.getInputStream().available() == 0) {
        Thread.onSpinWait();
      }
    }
  }

  private Destination destination() {
    return destinations.of(ORIGIN);
  }

  private Connection opened(Origin origin, String kind, long atMostNanos) throws IOException {
    Connection connection = new Connection(destinations.of(origin), server, kind);
    synchronized (all) {
      all.add(connection);
    }
    pool.opened(connection, false, atMostNanos);
    return connection;
  }

  private Connection opened() throws IOException {
    return opened(ORIGIN, "", FOR_EVER);
  }

  private void giveBack(Connection connection) {
    pool.giveBack(connection, false, FOR_EVER);
  }

  private Connection idle() throws IOException {
    Connection connection = opened();
    giveBack(connection);
    return connection;
  }

  private @Nullable Connection take() {
    return pool.take(destination(), false, any -> true, FOR_EVER);
  }

  private void advance(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  private long closed(CloseReason reason) {
    return destination().stats("apache4").closedCount(reason);
  }

  private long closedInAll() {
    long count = 0;
    for (CloseReason reason : CloseReason.values()) {
      count += closed(reason);
    }
    return count;
  }

  private void assertClosedFor(CloseReason reason, Connection... connections) {
    assertThat(connections).allMatch(Connection::isClosed);
    assertThat(closed(reason)).as("closed: %s", reason).isEqualTo(connections.length);
    assertThat(closedInAll()).as("closed in all").isEqualTo(connections.length);
  }

  private void assertCounts(int idle, int open) {
    assertThat(pool.idle(ORIGIN)).as("idle").isEqualTo(idle);
    assertThat(pool.open(ORIGIN)).as("open").isEqualTo(open);
  }

  // ---- which one

  @Test
  void whatWasUsedLastIsTakenFirst() throws Exception {
    Connection first = opened();
    Connection second = opened();
    Connection third = idle();
    giveBack(first);
    giveBack(second);

    assertThat(take()).isSameAs(second);
    assertThat(take()).isSameAs(first);
    assertThat(take()).isSameAs(third);
    assertThat(take()).isNull();
  }

  @Test
  void onlyWhatSuitsIsTakenAndTheOthersStay() throws Exception {
    Connection tunnel = opened(ORIGIN, "tunnel", FOR_EVER);
    Connection plain = opened(ORIGIN, "plain", FOR_EVER);
    giveBack(tunnel);
    giveBack(plain);

    assertThat(pool.take(destination(), false, each -> each.kind.equals("tunnel"), FOR_EVER))
        .isSameAs(tunnel);
    assertThat(pool.take(destination(), false, each -> each.kind.equals("tunnel"), FOR_EVER))
        .isNull();
    assertCounts(1, 2);
    assertThat(take()).isSameAs(plain);
    assertThat(closedInAll()).isZero();
  }

  /**
   * Also one that another thread gives back at this moment, a little later than it was asked for.
   */
  @Test
  void aRequestThatWantsNoUsedOneGetsNone() throws Exception {
    Connection justGivenBack = idle();
    clock.advance(Duration.ofMillis(-1));

    assertThat(pool.take(destination(), false, each -> true, -1)).isNull();
    assertThat(take()).isSameAs(justGivenBack);
  }

  @Test
  void aRequestThatWantsAYoungOneLeavesTheOthersToOtherRequests() throws Exception {
    Connection old = idle();
    advance(2);
    long second = Duration.ofSeconds(1).toNanos();

    assertThat(pool.take(destination(), false, any -> true, second)).isNull();
    assertThat(pool.take(destination(), false, any -> true, 2 * second)).isSameAs(old);

    giveBack(old);
    assertThat(pool.take(destination(), false, any -> true, -1))
        .as("a fresh one is wanted")
        .isNull();
    assertThat(take()).isSameAs(old);
  }

  @Test
  void anOriginHasItsOwn() throws Exception {
    Connection here = idle();
    Connection there = opened(OTHER, "", FOR_EVER);
    giveBack(there);

    assertThat(pool.idle(OTHER)).isEqualTo(1);
    assertThat(take()).isSameAs(here);
    assertThat(take()).isNull();
    assertThat(pool.idle(OTHER)).isEqualTo(1);
    assertThat(pool.take(destinations.of(OTHER), false, any -> true, FOR_EVER)).isSameAs(there);
  }

  // ---- how long

  @Test
  void theKeepAliveOfTheAnswerHolds() throws Exception {
    Connection connection = opened();
    long seconds5 = Duration.ofSeconds(5).toNanos();
    pool.giveBack(connection, false, seconds5);
    advance(4);
    assertThat(take()).isSameAs(connection);

    pool.giveBack(connection, false, seconds5);
    advance(5);
    assertThat(take()).isNull();
    assertClosedFor(CloseReason.IDLE, connection);
    assertCounts(0, 0);
  }

  @Test
  void anAnswerThatWantsNoReuseGetsNone() throws Exception {
    Connection connection = opened();
    pool.giveBack(connection, false, 0);
    assertClosedFor(CloseReason.SERVER, connection);
    assertCounts(0, 0);
  }

  @Test
  void theSettingHoldsWhateverTheAnswerSays() throws Exception {
    Connection connection = idle();
    advance(29);
    assertThat(take()).isSameAs(connection);
    giveBack(connection);
    advance(30);
    assertThat(take()).isNull();
    assertClosedFor(CloseReason.IDLE, connection);
  }

  @Test
  void whereNothingMayBeIdleNothingIsUsedAgain() throws Exception {
    destination().keepAlive().serverHint(0);
    Connection connection = idle();
    assertThat(take()).isNull();
    assertClosedFor(CloseReason.IDLE, connection);
  }

  @Test
  void aConnectionDoesNotOutliveItsTimeWhileIdle() throws Exception {
    Connection connection = opened();
    for (int i = 0; i < 14; i++) {
      giveBack(connection);
      advance(20);
      assertThat(take()).isSameAs(connection);
    }
    giveBack(connection);
    advance(20); // 300 s
    assertThat(take()).isNull();
    assertClosedFor(CloseReason.LIFETIME, connection);
  }

  @Test
  void aConnectionThatOutlivesItsTimeInUseDoesNotBecomeIdle() throws Exception {
    Connection connection = opened();
    advance(300);
    assertThat(connection.isClosed()).as("nobody closes it under a request").isFalse();
    giveBack(connection);
    assertClosedFor(CloseReason.LIFETIME, connection);
  }

  @Test
  void theLifetimeIsTheLibrarysIfThatIsShorterAndBeginsAnewWithASocket() throws Exception {
    Connection connection = opened(ORIGIN, "", Duration.ofSeconds(10).toNanos());
    advance(9);
    pool.close(connection, CloseReason.ERROR);
    connection.reconnect(server);
    pool.opened(connection, false, Duration.ofSeconds(10).toNanos());
    advance(9);
    giveBack(connection);
    assertThat(take()).isSameAs(connection);
    advance(1);
    giveBack(connection);
    assertThat(connection.isClosed()).isTrue();
    assertThat(closed(CloseReason.LIFETIME)).isEqualTo(1);
  }

  @Test
  void lifetimesAreSpread() throws Exception {
    jitter = 0;
    Connection shorter = opened();
    jitter = 1;
    Connection longer = opened();
    advance(275);
    giveBack(shorter);
    giveBack(longer);
    assertClosedFor(CloseReason.LIFETIME, shorter);
    assertThat(take()).isSameAs(longer);
  }

  @Test
  void aLifetimeWithoutEndHasNone() throws Exception {
    limits =
        limits
            .withMaxLifetime(Duration.ofNanos(FOR_EVER))
            .withKeepAlive(Duration.ofNanos(FOR_EVER));
    Connection connection = idle();
    clock.advance(Duration.ofDays(10_000));
    assertThat(take()).isSameAs(connection);
  }

  // ---- how many

  @Test
  void whatIsTooManyIdleIsClosed() throws Exception {
    limits = limits.withMaxIdlePerHost(2);
    Connection first = opened();
    Connection second = opened();
    Connection third = opened();
    giveBack(first);
    giveBack(second);
    giveBack(third);
    assertClosedFor(CloseReason.CAPACITY, third);
    assertCounts(2, 2);
  }

  @Test
  void whatSomebodyWaitsForIsNotTooMany() throws Exception {
    limits = limits.withMaxIdlePerHost(0);
    Connection connection = opened();
    connection.stats().pending(1);
    giveBack(connection);
    assertThat(take()).isSameAs(connection);

    connection.stats().pending(-1);
    giveBack(connection);
    assertClosedFor(CloseReason.CAPACITY, connection);
  }

  @Test
  void whatWasBeyondASoftLimitIsClosed() throws Exception {
    Connection connection = opened();
    pool.giveBack(connection, true, FOR_EVER);
    assertClosedFor(CloseReason.OVERFLOW, connection);
    assertCounts(0, 0);
  }

  /** No share has reserved it: it would pass for more than is allowed, at each sweep. */
  @Test
  void whatIsBeyondASoftLimitDoesNotCount() throws Exception {
    Connection fresh = new Connection(destination(), server, "");
    all.add(fresh);
    pool.opened(fresh, true, FOR_EVER);
    assertCounts(0, 0);
    assertThat(pool.evict(clock.nanoTime())).as("but it is looked after").isPositive();
    pool.giveBack(fresh, true, FOR_EVER);
    assertCounts(0, 0);

    Connection idle = idle();
    assertThat(pool.take(destination(), true, any -> true, FOR_EVER)).isSameAs(idle);
    assertCounts(0, 0);
    pool.giveBack(idle, true, FOR_EVER);

    assertClosedFor(CloseReason.OVERFLOW, fresh, idle);
    opened();
    assertCounts(0, 1);
  }

  @Test
  void whatIsBeyondASoftLimitCostsNoOtherConnection() throws Exception {
    limits = limits.withMaxConnectionsPerHost(2);
    SharedPool shared =
        new SharedPool(PoolKey.builder("apache4").value("n", 1).build(), pool, clock.nanoTime());
    List<Connection> connections = new ArrayList<>();
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Permit permit = destination().acquire(shared, () -> false);
      assertThat(permit.overflow()).isEqualTo(i == 2);
      Connection connection = new Connection(destination(), server, "");
      all.add(connection);
      permit.connecting();
      pool.opened(connection, permit.overflow(), FOR_EVER);
      permit.connected(false);
      connections.add(connection);
      permits.add(permit);
    }

    advance(10);
    destinations.evict(clock.nanoTime()); // it sweeps
    for (int i = 0; i < 2; i++) {
      pool.giveBack(connections.get(i), false, FOR_EVER);
      permits.get(i).release();
    }

    assertCounts(2, 2);
    assertThat(destination().acquire(shared, () -> false).overflow()).isFalse();
  }

  @Test
  void everyOpenConnectionCountsOnceUntilItIsClosed() throws Exception {
    assertCounts(0, 0);
    Connection connection = new Connection(destination(), server, "");
    all.add(connection);
    pool.close(connection, CloseReason.ERROR);
    assertCounts(0, 0);

    pool.opened(connection, false, FOR_EVER);
    pool.opened(connection, false, FOR_EVER); // the TLS layer on top, say
    assertCounts(0, 1);
    pool.close(connection, CloseReason.ERROR);
    pool.close(connection, CloseReason.SERVER);
    assertThat(pool.closeUncounted(connection)).isFalse();
    assertCounts(0, 0);
    assertThat(closedInAll()).as("never opened, then closed once").isEqualTo(1);

    Connection other = opened();
    assertThat(pool.closeUncounted(other)).isTrue();
    assertThat(other.isClosed()).isTrue();
    assertCounts(0, 0);
    assertThat(closedInAll()).isEqualTo(1);
  }

  @Test
  void whatIsItsUsersAloneStaysOpenAndCountsNoMore() throws Exception {
    Connection connection = opened();
    assertThat(pool.forget(connection)).isTrue();
    assertThat(connection.isClosed()).isFalse();
    assertCounts(0, 0);

    pool.close(connection, CloseReason.ERROR);
    assertThat(connection.isClosed()).isTrue();
    assertCounts(0, 0);
    assertThat(closedInAll()).isZero();
  }

  // ---- what is dead

  @Test
  void whatTheServerHasClosedIsNotUsedAgainAndTheNextOneIsTried() throws Exception {
    Connection alive = idle();
    Connection dead = idle();
    dead.serverCloses();

    assertThat(take()).isSameAs(alive);
    assertClosedFor(CloseReason.STALE, dead);
    assertCounts(0, 1);
  }

  @Test
  void bytesThatNobodyAskedForAreNotReadAsAnAnswer() throws Exception {
    Connection stray = idle();
    stray.serverSends('H');
    Connection inTheLibrary = idle();
    inTheLibrary.unread = true;
    Connection without = idle();
    without.withoutSocket = true;

    assertThat(take()).isNull();
    assertClosedFor(CloseReason.STALE, stray, inTheLibrary, without);
    assertCounts(0, 0);
  }

  @Test
  void theIdleLimitOfTheServerIsLearnedByTheNextRequest() throws Exception {
    Connection connection = idle();
    advance(10);
    connection.serverCloses();
    assertThat(take()).isNull();
    assertThat(learned()).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void theIdleLimitOfTheServerIsLearnedByTheNextLook() throws Exception {
    Connection connection = idle();
    advance(10);
    connection.unread = true;
    pool.evict(clock.nanoTime());
    assertClosedFor(CloseReason.SERVER, connection);
    assertThat(learned()).isEqualTo(Duration.ofSeconds(9));
  }

  private Duration learned() {
    return Duration.ofNanos(destination().keepAlive().idleLimitNanos());
  }

  @Test
  void whatClosesInUseTeachesNothingAboutIdleness() throws Exception {
    Connection connection = opened();
    advance(10);
    connection.serverCloses();
    giveBack(connection); // the answer ended with the connection, which nobody said
    assertThat(take()).isNull();
    assertClosedFor(CloseReason.STALE, connection);
    assertThat(learned()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void whatNobodyCanAskForIsClosed() throws Exception {
    Connection one = opened();
    Connection two = opened();
    giveBack(one);
    one.orphaned = true;
    assertThat(take()).isNull();
    giveBack(two);
    two.orphaned = true;
    pool.evict(clock.nanoTime());
    assertClosedFor(CloseReason.CLIENT_CLOSED, one, two);
    assertCounts(0, 0);
  }

  @Test
  void whatWasClosedUnderItsRequestDoesNotBecomeIdle() throws Exception {
    Connection connection = opened();
    pool.close(connection, CloseReason.CLIENT_CLOSED); // its client, on another thread
    advance(10);
    giveBack(connection);
    assertCounts(0, 0);
    advance(10);
    assertThat(take()).isNull();
    assertClosedFor(CloseReason.CLIENT_CLOSED, connection);
    assertThat(learned()).as("nothing of the server's").isEqualTo(Duration.ofSeconds(30));
  }

  // ---- looking after it

  @Test
  void aLookClosesWhatIsOfNoMoreUseAndLeavesTheRest() throws Exception {
    Connection expired = opened(ORIGIN, "", Duration.ofSeconds(3).toNanos());
    Connection tooLong = opened();
    Connection gone = opened();
    Connection inUse = opened(ORIGIN, "", Duration.ofSeconds(3).toNanos());
    Connection good = opened();
    giveBack(expired);
    pool.giveBack(tooLong, false, Duration.ofSeconds(4).toNanos());
    advance(4);
    giveBack(gone);
    giveBack(good);
    gone.serverCloses();

    assertThat(pool.evict(clock.nanoTime())).isEqualTo(Duration.ofSeconds(1).toNanos());

    assertThat(closed(CloseReason.LIFETIME)).isEqualTo(1);
    assertThat(closed(CloseReason.IDLE)).isEqualTo(1);
    assertThat(closed(CloseReason.SERVER)).isEqualTo(1);
    assertThat(closedInAll()).isEqualTo(3);
    assertThat(expired.isClosed() && tooLong.isClosed() && gone.isClosed()).isTrue();
    assertThat(inUse.isClosed() || good.isClosed()).isFalse();
    assertCounts(1, 2);
  }

  @Test
  void thereIsNothingToLookAfterOnceAllIsClosed() throws Exception {
    assertThat(pool.evict(clock.nanoTime())).isEqualTo(-1);
    Connection connection = opened();
    assertThat(pool.evict(clock.nanoTime())).isPositive();
    giveBack(connection);
    assertThat(pool.evict(clock.nanoTime())).isPositive();
    advance(30);
    assertThat(pool.evict(clock.nanoTime())).isEqualTo(-1);

    Connection again = idle();
    assertCounts(1, 1);
    assertThat(take()).isSameAs(again);
    assertThat(pool.evict(clock.nanoTime())).isPositive();
  }

  @Test
  void toMakeRoomTheLongestUnusedGoFirst() throws Exception {
    Connection first = opened();
    Connection second = idle();
    Connection third = idle();
    giveBack(first);
    Connection inUse = opened();

    assertThat(pool.closeIdle(ORIGIN, 2, CloseReason.CAPACITY)).isEqualTo(2);
    assertClosedFor(CloseReason.CAPACITY, second, third);
    assertCounts(1, 2);

    assertThat(pool.closeIdle(ORIGIN, 5, CloseReason.CAPACITY)).isEqualTo(1);
    assertClosedFor(CloseReason.CAPACITY, second, third, first);
    assertThat(pool.closeIdle(ORIGIN, 5, CloseReason.CAPACITY)).isZero();
    assertThat(pool.closeIdle(OTHER, 5, CloseReason.CAPACITY)).isZero();
    assertThat(inUse.isClosed()).isFalse();
  }

  @Test
  void whatNobodyMayHaveAnyMoreIsClosedWhereverItLeads() throws Exception {
    Connection here = opened(ORIGIN, "mine", FOR_EVER);
    Connection there = opened(OTHER, "mine", FOR_EVER);
    Connection others = idle();
    giveBack(here);
    giveBack(there);

    assertThat(pool.closeIdle(each -> each.kind.equals("mine"), CloseReason.CLIENT_CLOSED))
        .isEqualTo(2);
    assertThat(here.isClosed() && there.isClosed()).isTrue();
    assertThat(pool.open(OTHER)).isZero();
    assertThat(take()).isSameAs(others);
  }

  @Test
  void aClosedPoolKeepsNothing() throws Exception {
    Connection idle = idle();
    Connection inUse = opened();
    pool.close();
    assertClosedFor(CloseReason.POOL_CLOSED, idle);
    assertThat(inUse.isClosed()).as("a request has it").isFalse();
    assertCounts(0, 1);

    giveBack(inUse);
    assertClosedFor(CloseReason.POOL_CLOSED, idle, inUse);
    pool.close();
    assertThat(pool.evict(clock.nanoTime())).isEqualTo(-1);

    Connection late = opened(); // somebody who had the pool at hand
    giveBack(late);
    assertThat(take()).isNull();
    assertClosedFor(CloseReason.POOL_CLOSED, idle, inUse, late);
  }

  // ---- many threads

  @Test
  void noConnectionHasTwoUsersAndNoneIsLost() throws Exception {
    limits = limits.withMaxIdlePerHost(3);
    Set<Connection> held = ConcurrentHashMap.newKeySet();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> users = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      users.add(thread(failure, () -> useOften(held)));
    }
    Thread looker =
        thread(
            failure,
            () -> {
              while (!over.get()) {
                pool.evict(clock.nanoTime());
                pool.closeIdle(ORIGIN, 1, CloseReason.CAPACITY);
                clock.advance(Duration.ofMillis(1));
              }
            });
    for (Thread user : users) {
      user.join();
    }
    over.set(true);
    looker.join();

    assertThat(failure.get()).isNull();
    assertThat(pool.open(ORIGIN)).isEqualTo(stillOpen()).isEqualTo(pool.idle(ORIGIN));
    assertThat(closedInAll()).isEqualTo(all.size() - stillOpen());
    pool.close();
    assertThat(stillOpen()).isZero();
    assertThat(pool.evict(clock.nanoTime())).isEqualTo(-1);
  }

  private void useOften(Set<Connection> held) throws IOException {
    for (int i = 0; i < 500; i++) {
      Connection connection = take();
      if (connection == null) {
        synchronized (server) {
          connection = opened();
        }
      }
      assertThat(held.add(connection)).as("nobody else has it").isTrue();
      assertThat(connection.isClosed()).isFalse();
      boolean keep = ThreadLocalRandom.current().nextInt(8) > 0;
      held.remove(connection);
      if (keep) {
        giveBack(connection);
      } else {
        pool.close(connection, CloseReason.ERROR);
      }
    }
  }

  @Test
  void nothingStaysOpenInAPoolThatIsClosedWhileItIsUsed() throws Exception {
    for (int round = 0; round < 200; round++) {
      ExclusivePool<Connection> closing = new ExclusivePool<>(clock);
      Connection connection = new Connection(destination(), server, "");
      all.add(connection);
      closing.opened(connection, false, FOR_EVER);
      AtomicReference<Throwable> failure = new AtomicReference<>();
      CountDownLatch both = new CountDownLatch(2);
      Thread user =
          thread(
              failure,
              () -> {
                both.countDown();
                both.await();
                closing.giveBack(connection, false, FOR_EVER);
              });
      Thread closer =
          thread(
              failure,
              () -> {
                both.countDown();
                both.await();
                closing.close();
              });
      user.join();
      closer.join();
      assertThat(failure.get()).isNull();
      assertThat(connection.isClosed()).isTrue();
      assertThat(closing.open(ORIGIN) + closing.idle(ORIGIN)).isZero();
      assertThat(closed(CloseReason.POOL_CLOSED)).isEqualTo(round + 1);
    }
  }

  private int stillOpen() {
    synchronized (all) {
      return (int) all.stream().filter(each -> !each.isClosed()).count();
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private static Thread thread(AtomicReference<Throwable> failure, Action action) {
    Thread thread =
        new Thread(
            () -> {
              try {
                action.run();
              } catch (Throwable e) {
                failure.compareAndSet(null, Objects.requireNonNull(e));
              }
            });
    thread.start();
    return thread;
  }
}
