package io.poolingagent.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaVersionTest {

  @ParameterizedTest
  @CsvSource({
    "1.8.0_402, 8, 402",
    "1.8.0, 8, 0",
    "1.8.0_452-internal, 8, 452",
    "11.0.2, 11, 2",
    "17.0.15, 17, 15",
    "21.0.11.0.1, 21, 11",
    "25, 25, 0",
    "26-ea, 26, 0"
  })
  void feature_and_update_are_told_apart(String text, int feature, int update) {
    JavaVersion version = JavaVersion.parse(text);
    assertThat(version.feature()).isEqualTo(feature);
    assertThat(version.isAtLeast(feature, update)).isTrue();
    assertThat(version.isAtLeast(feature, update + 1)).isFalse();
    assertThat(version).hasToString(text);
  }
}
