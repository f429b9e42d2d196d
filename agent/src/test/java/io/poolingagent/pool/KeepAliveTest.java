package io.poolingagent.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

  private final ManualClock clock = new ManualClock();
  private final AtomicLong setting = new AtomicLong(Duration.ofSeconds(30).toNanos());
  private final KeepAlive keepAlive = new KeepAlive(clock, setting::get);

  private Duration limit() {
    return Duration.ofNanos(keepAlive.idleLimitNanos());
  }

  private void serverCloses(Duration after) {
    keepAlive.serverClosedIdle(after.toNanos());
  }

  @Test
  void isTheSettingUntilTheServerSaysOtherwise() {
    assertThat(limit()).isEqualTo(Duration.ofSeconds(30));
    setting.set(Duration.ofSeconds(10).toNanos());
    assertThat(limit()).isEqualTo(Duration.ofSeconds(10));
    assertThat(keepAlive.knownNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void staysASecondBelowTheServersHint() {
    keepAlive.serverHint(5);
    assertThat(limit()).isEqualTo(Duration.ofSeconds(4));
    keepAlive.serverHint(1);
    assertThat(limit()).isEqualTo(Duration.ofMillis(500));
    keepAlive.serverHint(0);
    assertThat(limit()).isEqualTo(Duration.ZERO);
    keepAlive.serverHint(-7);
    assertThat(limit()).isEqualTo(Duration.ZERO);
  }

  @Test
  void aGenerousServerDoesNotRaiseTheSetting() {
    keepAlive.serverHint(3600);
    assertThat(limit()).isEqualTo(Duration.ofSeconds(30));
    keepAlive.serverHint(Long.MAX_VALUE);
    assertThat(limit()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void learnsFromTheFirstClosing() {
    serverCloses(Duration.ofSeconds(5));
    assertThat(limit()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void learnsTheLowestOfSeveral() {
    serverCloses(Duration.ofSeconds(9));
    serverCloses(Duration.ofSeconds(5));
    serverCloses(Duration.ofSeconds(20));
    assertThat(limit()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void forgetsFastWhatWasSeenOnce() {
    serverCloses(Duration.ofSeconds(5));
    clock.advance(Duration.ofMinutes(1));
    assertThat(limit()).isEqualTo(Duration.ofSeconds(8));
    clock.advance(Duration.ofMinutes(5));
    assertThat(limit()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void forgetsSlowlyWhatWasSeenAgain() {
    serverCloses(Duration.ofSeconds(5));
    clock.advance(Duration.ofMinutes(1));
    serverCloses(Duration.ofMillis(5_200));
    assertThat(limit()).isEqualTo(Duration.ofMillis(4_200));
    clock.advance(Duration.ofMinutes(1));
    assertThat(limit()).isBetween(Duration.ofMillis(4_200), Duration.ofMillis(4_300));
    clock.advance(Duration.ofMinutes(59));
    assertThat(limit()).isEqualTo(Duration.ofMillis(8_400));
  }

  @Test
  void aRestartIsNotTakenForAnIdleLimit() {
    for (int age : new int[] {25, 12, 3, 7, 1}) {
      serverCloses(Duration.ofSeconds(age));
    }
    clock.advance(Duration.ofMinutes(6));
    assertThat(limit()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aRestartThatClosesConnectionsOfSimilarAgeIsNotTakenForAnIdleLimitEither() {
    serverCloses(Duration.ofSeconds(12));
    serverCloses(Duration.ofSeconds(11));
    clock.advance(Duration.ofMinutes(2));
    assertThat(limit()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void twoRestartsAreNotTakenForAnIdleLimitEither() {
    serverCloses(Duration.ofSeconds(12));
    clock.advance(Duration.ofMinutes(1));
    serverCloses(Duration.ofSeconds(3));
    clock.advance(Duration.ofMinutes(4));
    assertThat(limit()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aClosingRightAfterUseTellsNothing() {
    serverCloses(Duration.ofMillis(499));
    assertThat(limit()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void isForgottenWithoutOverflowHoweverLongAgo() {
    serverCloses(Duration.ofSeconds(5));
    clock.advance(Duration.ofDays(365));
    assertThat(limit()).isEqualTo(Duration.ofSeconds(30));
  }
}
