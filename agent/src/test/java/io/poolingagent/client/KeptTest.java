package io.poolingagent.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeptTest {
  private final Kept kept = new Kept();

  @Test
  void aRequestTakesOneOfItsRouteThatHasNotExpired() {
    kept.add("a", 0, 100);
    kept.add("a", 50, 10);
    kept.add("b", 50, Long.MAX_VALUE);

    kept.take("a", 70); // the newer one has expired
    assertThat(kept.count("a")).isZero();
    kept.take("a", 70);
    assertThat(kept.count(null)).isEqualTo(1);
    kept.take("b", Long.MAX_VALUE / 4);
    assertThat(kept.isEmpty()).isTrue();
  }

  @Test
  void whatCameBackFirstMakesRoom() {
    kept.add("a", 0, 100);
    kept.add("b", 1, 100);
    kept.add("a", 2, 100);

    kept.limit("a", 1);
    kept.closeIdle(3, 3);
    assertThat(kept.count(null)).as("the older of a has left").isEqualTo(2);
    kept.limit(null, 1);
    assertThat(kept.count("a")).isEqualTo(1);
    kept.limit(null, -1);
    assertThat(kept.isEmpty()).isTrue();
  }

  @Test
  void managersAreToldToClose() {
    kept.add("a", 0, 10);
    kept.add("a", 5, 100);

    kept.closeExpired(10);
    assertThat(kept.count("a")).isEqualTo(1);
    kept.closeIdle(10, 6);
    assertThat(kept.count("a")).isEqualTo(1);
    kept.closeIdle(10, 5);
    assertThat(kept.isEmpty()).isTrue();
    kept.add("a", 11, 1);
    kept.clear();
    assertThat(kept.isEmpty()).isTrue();
  }

  @Test
  void thereIsAnEndToThem() {
    for (int i = 0; i < 2 * Kept.MOST; i++) {
      kept.add("host " + i, i, 100);
    }
    assertThat(kept.count(null)).isEqualTo(Kept.MOST);
    assertThat(kept.count("host 0")).isZero();
  }
}
