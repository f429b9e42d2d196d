package io.poolingagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.app.startup.OneCall;
import io.poolingagent.it.startup.Apps;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** As containers in production are. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RestrictedIT {

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JvmsIT#releases")
  void works_and_says_one_line_without_root_and_with_nothing_to_write_to(int release) {
    try (Upstream upstream = Upstream.http()) {
      ForkedJvm.Exit exit =
          Apps.app(OneCall.class, JdkContainer.of(release).asNobody())
              .flags(Apps.javaagent(), "-Djava.io.tmpdir=/proc", "-XX:-UsePerfData")
              .arguments(upstream.url("/echo"), "5")
              .run();

      assertThat(exit.code()).isZero();
      assertThat(exit.stderr()).matches(Apps.ONE_LINE);
      assertThat(upstream.connections())
          .as("that of the first client, and all others'")
          .isEqualTo(2);
    }
  }
}
