package io.poolingagent.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamResetsTest {
  private final StreamResets resets = new StreamResets();

  private void requests(int count) {
    for (int i = 0; i < count; i++) {
      resets.request();
    }
  }

  private void resets(int count) {
    for (int i = 0; i < count; i++) {
      resets.reset();
    }
  }

  @Test
  void hereAndThereOneIsNothing() {
    requests(1000);
    resets(99);
    assertThat(resets.tooMany()).isFalse();
  }

  @Test
  void aHundredAreTooManyHoweverManyRequestsThereWere() {
    requests(1_000_000);
    resets(100);
    assertThat(resets.tooMany()).isTrue();
  }

  @Test
  void threeInARowAreTooManyForANewConnection() {
    requests(3);
    resets(2);
    assertThat(resets.tooMany()).isFalse();
    resets(1);
    assertThat(resets.tooMany()).isTrue();
  }

  @Test
  void halfOfTheRequestsAreNot() {
    requests(20);
    resets(10);
    assertThat(resets.tooMany()).isFalse();
    resets(1);
    assertThat(resets.tooMany()).isTrue();
  }
}
