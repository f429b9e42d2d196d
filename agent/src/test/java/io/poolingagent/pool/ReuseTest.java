package io.poolingagent.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReuseTest {
  private final ManualClock clock = new ManualClock();
  private final Reuse reuse = new Reuse(clock);

  @Test
  void nothing_died_so_used_connections_are_trusted() {
    assertThat(reuse.isTrusted()).isTrue();
    assertThat(reuse.isSecondTry()).isFalse();
  }

  @Test
  void a_request_that_died_makes_for_fresh_connections_for_a_while() {
    reuse.died();
    assertThat(reuse.isTrusted()).isFalse();
    clock.advance(Duration.ofNanos(Reuse.FIRST_NANOS - 1));
    assertThat(reuse.isTrusted()).isFalse();
    clock.advance(Duration.ofNanos(1));
    assertThat(reuse.isTrusted()).isTrue();
  }

  @Test
  void what_goes_on_is_believed_for_twice_as_long_each_time_and_not_for_ever() {
    for (long length = Reuse.FIRST_NANOS; length < Reuse.LONGEST_NANOS; length *= 2) {
      reuse.diedElsewhere();
      clock.advance(Duration.ofNanos(length - 1));
      assertThat(reuse.isTrusted()).isFalse();
      clock.advance(Duration.ofNanos(1));
      assertThat(reuse.isTrusted()).isTrue();
    }
    for (int i = 0; i < 3; i++) {
      reuse.diedElsewhere();
      clock.advance(Duration.ofNanos(Reuse.LONGEST_NANOS));
      assertThat(reuse.isTrusted()).isTrue();
    }
  }

  @Test
  void many_at_once_are_one_event() {
    for (int i = 0; i < 50; i++) {
      reuse.died();
      clock.advance(Duration.ofMillis(10));
    }
    clock.advance(Duration.ofNanos(Reuse.FIRST_NANOS));
    assertThat(reuse.isTrusted()).isTrue();
  }

  @Test
  void what_was_long_ago_is_forgotten() {
    reuse.died();
    clock.advance(Duration.ofNanos(2 * Reuse.FIRST_NANOS));
    reuse.died();
    clock.advance(Duration.ofNanos(Reuse.FIRST_NANOS));
    assertThat(reuse.isTrusted()).isTrue();
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
