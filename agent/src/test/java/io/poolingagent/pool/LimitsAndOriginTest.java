package io.poolingagent.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poolingagent.pool.Limits.OnExhausted;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsAndOriginTest {

  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    assertThat(Limits.defaults())
        .hasToString(
            "max-connections-per-host=100, max-connections=1000, max-idle-per-host=20, keep-alive=PT30S,"
                + " max-lifetime=PT5M, acquire-timeout=PT5S, max-pending=1024, on-exhausted=OVERFLOW");
    assertThat(Limits.defaults().hard()).isFalse();
  }

  @Test
  void everyLimitCanBeChangedAlone() {
    Limits changed =
        Limits.defaults()
            .withMaxConnectionsPerHost(1)
            .withMaxConnections(2)
            .withMaxIdlePerHost(3)
            .withKeepAlive(Duration.ofSeconds(4))
            .withMaxLifetime(Duration.ofSeconds(5))
            .withAcquireTimeout(Duration.ofSeconds(6))
            .withMaxPending(7)
            .withOnExhausted(OnExhausted.FAIL);

    assertThat(changed)
        .hasToString(
            "max-connections-per-host=1, max-connections=2, max-idle-per-host=3, keep-alive=PT4S,"
                + " max-lifetime=PT5S, acquire-timeout=PT6S, max-pending=7, on-exhausted=FAIL");
    assertThat(changed.hard()).isTrue();
    assertThat(changed).isNotEqualTo(Limits.defaults());
    assertThat(changed.withMaxPending(8).withMaxPending(7))
        .isEqualTo(changed)
        .hasSameHashCodeAs(changed);
  }

  @Test
  void noMoreConnectionsMayBeIdleThanMayBeOpen() {
    Limits few = Limits.defaults().withMaxIdlePerHost(3).withMaxConnectionsPerHost(2);

    assertThat(few.maxIdlePerHost()).isEqualTo(2);
    assertThat(few.withMaxConnectionsPerHost(9).maxIdlePerHost()).isEqualTo(3);
  }

  @Test
  void impossibleLimitsAreRefusedByName() {
    Limits limits = Limits.defaults();
    Duration negative = Duration.ofMillis(-1);
    assertThatThrownBy(() -> limits.withMaxConnectionsPerHost(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max-connections-per-host must be at least 1, not 0");
    assertThatThrownBy(() -> limits.withMaxConnections(0)).hasMessageContaining("max-connections ");
    assertThatThrownBy(() -> limits.withMaxIdlePerHost(-1))
        .hasMessageContaining("max-idle-per-host");
    assertThatThrownBy(() -> limits.withMaxPending(-1)).hasMessageContaining("max-pending");
    assertThatThrownBy(() -> limits.withKeepAlive(negative)).hasMessageContaining("keep-alive");
    assertThatThrownBy(() -> limits.withMaxLifetime(Duration.ZERO))
        .hasMessageContaining("max-lifetime");
    assertThatThrownBy(() -> limits.withAcquireTimeout(negative))
        .hasMessageContaining("acquire-timeout");
  }

  @Test
  void aDurationOfCenturiesDoesNotOverflow() {
    Limits forEver = Limits.defaults().withMaxLifetime(Duration.ofSeconds(Long.MAX_VALUE));

    assertThat(forEver.maxLifetimeNanos()).isGreaterThan(Duration.ofDays(36_500 / 2).toNanos());
    assertThat((long) (forEver.maxLifetimeNanos() * 1.1)).isPositive();
  }

  @Test
  void originsAreEqualWithoutRegardToCase() {
    assertThat(Origin.of("HTTPS", "Example.COM", 443))
        .isEqualTo(Origin.of("https", "example.com", 443))
        .hasSameHashCodeAs(Origin.of("https", "example.com", 443))
        .hasToString("https://example.com:443")
        .isNotEqualTo(Origin.of("http", "example.com", 443))
        .isNotEqualTo(Origin.of("https", "example.org", 443))
        .isNotEqualTo(Origin.of("https", "example.com", 8443));
    assertThat(Origin.of("http", "::1", 80)).hasToString("http://[::1]:80");
    assertThat(Origin.of("http", "[::1]", 80))
        .as("one server, whichever library gives its address")
        .isEqualTo(Origin.of("http", "::1", 80))
        .hasToString("http://[::1]:80");
    assertThatThrownBy(() -> Origin.of("http", "a", 0)).hasMessageContaining("port 0");
    assertThatThrownBy(() -> Origin.of("http", "a", 65536)).hasMessageContaining("port 65536");
  }

  @Test
  void anOriginIsWhatWasAskedForWhateverWasAskedForBefore() {
    Origin first = Origin.of("https", "a.example", 443);

    assertThat(Origin.of("https", "a.example", 443)).isEqualTo(first);
    assertThat(Origin.of("https", "A.example", 443)).isEqualTo(first);
    assertThat(Origin.of("https", "b.example", 443).host()).isEqualTo("b.example");
    assertThat(Origin.of("http", "b.example", 443).scheme()).isEqualTo("http");
    assertThat(Origin.of("http", "b.example", 80).port()).isEqualTo(80);
    assertThat(Origin.of("https", "a.example", 443)).isEqualTo(first);
  }
}
