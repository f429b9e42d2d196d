package io.poolingagent.client.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.pool.Clock;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Destinations;
import io.poolingagent.pool.Garbage;
import io.poolingagent.pool.Limits;
import io.poolingagent.pool.Origin;
import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which requests share a lane. No server: nothing is sent. */
class LanesTest {
  private static final Origin ORIGIN = Origin.of("https", "api.example", 443);

  private final AtomicLong now = new AtomicLong();
  private final Clock clock = now::get;
  private final Destination destination =
      new Destinations(clock, origin -> Limits.defaults(), () -> 0.5).of(ORIGIN);
  private @Nullable Lanes lanes;

  private Lanes lanes(boolean sharesHttp2) throws Exception {
    lanes = new Lanes(Configuration.of(HttpClient.newBuilder()), clock, sharesHttp2);
    return lanes;
  }

  @AfterEach
  void close() {
    if (lanes != null) {
      lanes.close();
    }
  }

  private Route take(Lanes from, boolean mayStayUnread) {
    return Objects.requireNonNull(from.take(destination, true, mayStayUnread));
  }

  private void advance(Duration by) {
    now.addAndGet(by.toNanos());
  }

  @Test
  void aHundredRequestsShareALaneAndTheNextGetsAnother() throws Exception {
    Lanes some = lanes(true);
    Set<Lane> first = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      first.add(take(some, false).lane);
    }
    assertThat(first).hasSize(1);
    assertThat(take(some, false).lane).isNotIn(first);
  }

  @Test
  void overHttp1AnyNumberOfRequestsSharesALane() throws Exception {
    Lanes some = lanes(true);
    some.speaks(ORIGIN, Route.Protocol.HTTP_1);
    for (int i = 0; i < 500; i++) {
      take(some, true);
    }
    assertThat(some.size()).isEqualTo(1);
  }

  @Test
  void aBodyThatMayStayUnreadHasItsLaneAloneAmongSuch() throws Exception {
    Lanes some = lanes(true);
    Route unread = take(some, true);
    assertThat(take(some, true).lane).isNotSameAs(unread.lane);
    assertThat(take(some, false).lane).isSameAs(unread.lane);
    unread.release(true, clock.nanoTime());
    assertThat(take(some, true).lane).isSameAs(unread.lane);
  }

  @Test
  void aServerThatAllowsFewerStreamsIsNotAskedForMoreAgain() throws Exception {
    Lanes some = lanes(true);
    Route route = take(some, false);
    for (int i = 1; i < 11; i++) {
      take(some, false);
    }
    route.refusedStream();
    route.release(false, clock.nanoTime());
    assertThat(take(some, false).lane).isNotSameAs(route.lane);
  }

  @Test
  void aLaneTakesNoMoreRequestsAfterItsLifetimeSoThatNamesAndProtocolsAreAskedForAgain()
      throws Exception {
    Lanes some = lanes(true);
    Route early = take(some, false);
    advance(Duration.ofMinutes(5).plusSeconds(1));
    Route late = take(some, false);
    assertThat(late.lane).isNotSameAs(early.lane);
    assertThat(early.lane.isRetired()).isTrue();
    assertThat(some.size()).isEqualTo(1);
  }

  @Test
  void anIdleHttp2ConnectionIsNotUsedBeyondTheIdleLimit() throws Exception {
    Lanes some = lanes(true);
    some.speaks(ORIGIN, Route.Protocol.HTTP_2);
    Route early = take(some, false);
    early.release(false, clock.nanoTime());
    advance(Duration.ofSeconds(29));
    Route again = take(some, false);
    assertThat(again).isSameAs(early);
    again.release(false, clock.nanoTime());
    advance(Duration.ofSeconds(31));
    assertThat(take(some, false)).isNotSameAs(early);
  }

  @Test
  void unusedLanesEnd() throws Exception {
    Lanes some = lanes(true);
    Route route = take(some, false);
    assertThat(some.evict(clock.nanoTime())).isPositive();
    advance(Duration.ofSeconds(31));
    assertThat(some.evict(clock.nanoTime())).isPositive();
    assertThat(some.size()).isEqualTo(1);
    route.release(false, clock.nanoTime());
    advance(Duration.ofSeconds(31));
    assertThat(some.evict(clock.nanoTime())).isEqualTo(-1);
    assertThat(some.size()).isZero();
    assertThat(route.lane.isRetired()).isTrue();
  }

  @Test
  void whereHttp2CannotBeSharedItIsLeftAloneAsSoonAsItIsKnown() throws Exception {
    Lanes some = lanes(false);
    Route first = take(some, false);
    assertThat(some.take(destination, true, false)).as("not known yet").isNull();
    some.speaks(ORIGIN, Route.Protocol.HTTP_2);
    first.release(false, clock.nanoTime());
    assertThat(some.take(destination, true, false)).isNull();
    assertThat(some.join(ORIGIN, false)).isNull();
    assertThat(some.take(destination, false, false)).as("HTTP/1.1 asked for").isNotNull();
  }

  @Test
  void whereHttp2CannotBeSharedAHardLimitHoldsBeforeTheProtocolIsKnown() throws Exception {
    Lanes some = lanes(false);
    Destination limited =
        new Destinations(
                clock,
                origin -> Limits.defaults().withOnExhausted(Limits.OnExhausted.WAIT),
                () -> 0.5)
            .of(ORIGIN);
    Route first = Objects.requireNonNull(some.take(limited, true, false));
    Route second =
        Objects.requireNonNull(
            some.take(limited, true, false), "a client of its own, which no limit covers");
    assertThat(second.lane).isNotSameAs(first.lane);
  }

  @Test
  void whereHttp2CannotBeSharedHttp1Is() throws Exception {
    Lanes some = lanes(false);
    Route first = take(some, false);
    assertThat(first.speaks(Route.Protocol.HTTP_1, null)).isNull();
    some.speaks(ORIGIN, Route.Protocol.HTTP_1);
    assertThat(take(some, false).lane).isSameAs(first.lane);
  }

  @Test
  void aLaneThatIsStoppedDoesNotHoldItsClient() throws Exception {
    Route used = take(lanes(true), false);
    WeakReference<HttpClient> client = new WeakReference<>(used.lane.client());
    used.lane.retire();
    used.release(false, clock.nanoTime());
    Garbage.awaitCollected(() -> client.get() == null); // what a request that ended leads to
    assertThat(used.lane.isRetired()).isTrue(); // and is referenced itself
  }
}
