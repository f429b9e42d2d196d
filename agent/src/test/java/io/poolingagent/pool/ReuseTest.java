package io.poolingagent.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReuseTest {
  private static final long SETTING = Duration.ofSeconds(1).toNanos();

  private final ManualClock clock = new ManualClock();
  private final Reuse reuse = new Reuse(clock);

  private boolean trusted() {
    return reuse.maxIdleNanos(SETTING) == SETTING;
  }

  private void passTrials() {
    for (int i = 0; i < Reuse.TRIALS; i++) {
      assertThat(trusted()).isTrue();
      clock.advance(Duration.ofNanos(Reuse.TRIALS_APART_NANOS));
    }
  }

  @Test
  void nothing_died_so_used_connections_are_trusted() {
    assertThat(trusted()).isTrue();
    assertThat(reuse.isSecondTry()).isFalse();
  }

  @Test
  void a_request_that_died_makes_for_fresh_connections_for_a_while() {
    reuse.died();
    assertThat(reuse.maxIdleNanos(SETTING)).isNegative();
    clock.advance(Duration.ofNanos(Reuse.FIRST_NANOS - 1));
    assertThat(trusted()).isFalse();
    clock.advance(Duration.ofNanos(1));
    assertThat(trusted()).isTrue();
  }

  @Test
  void after_that_one_request_at_a_time_tries_and_then_all_do() {
    reuse.died();
    clock.advance(Duration.ofNanos(Reuse.FIRST_NANOS));
    for (int i = 0; i < Reuse.TRIALS; i++) {
      assertThat(trusted()).as("trial").isTrue();
      if (i + 1 < Reuse.TRIALS) {
        assertThat(trusted()).as("beside a trial").isFalse();
      }
      clock.advance(Duration.ofNanos(Reuse.TRIALS_APART_NANOS));
    }
    for (int i = 0; i < 10; i++) {
      assertThat(trusted()).isTrue();
    }
  }

  @Test
  void what_goes_on_is_believed_for_longer_each_time_and_not_for_ever() {
    for (long length = Reuse.FIRST_NANOS; length < Reuse.LONGEST_NANOS; length *= Reuse.GROWTH) {
      reuse.diedElsewhere();
      clock.advance(Duration.ofNanos(length - 1));
      assertThat(trusted()).isFalse();
      clock.advance(Duration.ofNanos(1));
      assertThat(trusted()).isTrue();
    }
    for (int i = 0; i < 3; i++) {
      reuse.diedElsewhere();
      clock.advance(Duration.ofNanos(Reuse.LONGEST_NANOS));
      assertThat(trusted()).isTrue();
    }
  }

  @Test
  void what_dies_meanwhile_makes_it_begin_again_but_no_longer() {
    for (int i = 0; i < 10; i++) {
      reuse.died();
      clock.advance(Duration.ofNanos(Reuse.FIRST_NANOS / 2));
    }
    assertThat(trusted()).isFalse();
    clock.advance(Duration.ofNanos(Reuse.FIRST_NANOS / 2));
    assertThat(trusted()).isTrue();
  }

  @Test
  void many_at_once_are_one_event() {
    for (int i = 0; i < 50; i++) {
      reuse.died();
      clock.advance(Duration.ofMillis(10));
    }
    clock.advance(Duration.ofNanos(Reuse.FIRST_NANOS).minusMillis(500));
    assertThat(trusted()).isTrue();
  }

  @Test
  void what_was_long_ago_is_forgotten() {
    reuse.died();
    clock.advance(Duration.ofNanos(Reuse.FIRST_NANOS + Reuse.LONGEST_NANOS));
    passTrials();
    reuse.died();
    clock.advance(Duration.ofNanos(Reuse.FIRST_NANOS));
    assertThat(trusted()).isTrue();
  }

  @Test
  void a_server_that_closes_early_is_not_met_at_the_time_when_it_does() {
    reuse.serverClosedIdle(Duration.ofMillis(300).toNanos());
    assertThat(reuse.maxIdleNanos(SETTING)).isEqualTo(Duration.ofMillis(150).toNanos());
    clock.advance(Duration.ofSeconds(2));
    reuse.serverClosedIdle(Duration.ofMillis(40).toNanos());
    assertThat(reuse.maxIdleNanos(SETTING)).isEqualTo(Duration.ofMillis(20).toNanos());
    reuse.serverClosedIdle(Duration.ofSeconds(5).toNanos());
    assertThat(reuse.maxIdleNanos(SETTING)).isEqualTo(Duration.ofMillis(20).toNanos());
  }

  @Test
  void an_early_close_that_is_not_seen_again_is_soon_forgotten() {
    reuse.serverClosedIdle(Duration.ofMillis(40).toNanos());
    clock.advance(Duration.ofNanos(6 * Reuse.DOUBT_NANOS));
    assertThat(trusted()).isTrue();
  }

  @Test
  void an_early_close_that_is_seen_again_and_again_is_remembered() {
    for (int i = 0; i < 30; i++) {
      reuse.serverClosedIdle(Duration.ofMillis(300).toNanos());
      clock.advance(Duration.ofSeconds(2));
    }
    clock.advance(Duration.ofNanos(6 * Reuse.DOUBT_NANOS));
    assertThat(trusted()).isFalse();
    clock.advance(Duration.ofHours(2));
    assertThat(trusted()).isTrue();
    reuse.serverClosedIdle(Duration.ofMillis(40).toNanos());
    clock.advance(Duration.ofNanos(6 * Reuse.DOUBT_NANOS));
    assertThat(trusted()).as("once more, after a long time").isTrue();
  }

  @Test
  void a_close_at_once_leaves_a_moment_so_that_it_can_be_forgotten() {
    reuse.serverClosedIdle(0);
    assertThat(reuse.maxIdleNanos(SETTING)).isEqualTo(Reuse.LEAST_NANOS);
  }

  @Test
  void what_was_idle_before_a_silence_may_be_silent_and_what_was_used_since_is_not() {
    long before = clock.nanoTime();
    assertThat(reuse.mayBeSilent(before)).isFalse();
    clock.advance(Duration.ofSeconds(10));
    long sent = clock.nanoTime();
    clock.advance(Duration.ofSeconds(3));
    reuse.silent(sent);
    assertThat(reuse.mayBeSilent(before)).isTrue();
    assertThat(reuse.mayBeSilent(sent - 1)).isTrue();
    assertThat(reuse.mayBeSilent(sent)).isFalse();
    reuse.silent(before);
    assertThat(reuse.mayBeSilent(sent - 1)).as("an older silence tells no more").isTrue();
  }

  @Test
  void the_second_try_is_known_on_its_thread_and_for_its_destination_once()
      throws InterruptedException {
    Reuse another = new Reuse(clock);
    another.diedElsewhere();
    reuse.died();
    assertThat(another.isSecondTry()).isFalse();
    boolean[] onAnotherThread = new boolean[1];
    Thread thread = new Thread(() -> onAnotherThread[0] = reuse.isSecondTry());
    thread.start();
    thread.join();
    assertThat(onAnotherThread[0]).isFalse();
    assertThat(reuse.isSecondTry()).isTrue();
    assertThat(reuse.isSecondTry()).isFalse();
  }
}
