package io.poolingagent.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimingTest {

  private final ManualClock clock = new ManualClock();
  private final Timing timing = new Timing(clock);

  @Test
  void countsAndSums() {
    timing.add(3);
    timing.add(5);

    assertThat(timing.count()).isEqualTo(2);
    assertThat(timing.totalNanos()).isEqualTo(8);
    assertThat(timing.maxNanos()).isEqualTo(5);
  }

  @Test
  void theLongestIsRememberedForAMinuteAndForgottenAfterTwo() {
    timing.add(7);
    clock.advance(Duration.ofSeconds(59));
    timing.add(2);
    assertThat(timing.maxNanos()).isEqualTo(7);

    clock.advance(Duration.ofSeconds(1));
    timing.add(3);
    assertThat(timing.maxNanos()).as("of the minute before").isEqualTo(7);

    clock.advance(Duration.ofMinutes(1));
    assertThat(timing.maxNanos()).isEqualTo(3);
    clock.advance(Duration.ofMinutes(1));
    assertThat(timing.maxNanos()).isZero();
  }

  @Test
  void afterALongSilenceNothingIsRemembered() {
    timing.add(7);
    clock.advance(Duration.ofMinutes(2));
    assertThat(timing.maxNanos()).isZero();
  }
}
