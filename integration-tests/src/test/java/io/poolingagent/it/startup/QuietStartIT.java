package io.poolingagent.it.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.poolingagent.app.startup.OneCall;
import io.poolingagent.app.startup.OneJdkCall;
import io.poolingagent.app.startup.Quiet;
import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.Upstream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent prints one line on stderr, and the JVM prints nothing because of it. */
class QuietStartIT {

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.startup.Apps#jdks")
  void an_application_without_clients_prints_what_it_printed_before(int jdk) {
    ForkedJvm.Exit without = Apps.app(Quiet.class, jdk).arguments("a", "b").run();
    ForkedJvm.Exit with =
        Apps.app(Quiet.class, jdk).flags(Apps.javaagent()).arguments("a", "b").run();

    assertThat(with.stdout()).isEqualTo(without.stdout()).isNotEmpty();
    assertThat(with.stderr()).matches(Apps.ONE_LINE + without.stderr());
    assertThat(with.code()).isZero();
  }

  static Stream<Arguments> callers() {
    return Apps.jdks()
        .flatMap(
            jdk ->
                Stream.of(OneCall.class, OneJdkCall.class)
                    .filter(app -> jdk >= 11 || app == OneCall.class)
                    .map(app -> arguments(jdk, app)));
  }

  /** Weaving is when Byte Buddy works; on 24 and later, careless use prints a warning. */
  @ParameterizedTest
  @MethodSource("callers")
  void an_application_whose_client_is_woven_prints_what_it_printed_before(int jdk, Class<?> app) {
    try (Upstream upstream = Upstream.http()) {
      String[] call = {upstream.url("/echo"), "5"};
      ForkedJvm.Exit without = Apps.app(app, jdk).arguments(call).run();
      int before = upstream.connections();
      ForkedJvm.Exit with = Apps.app(app, jdk).agent().arguments(call).run();

      assertThat(before).isEqualTo(5);
      // The JDK's clients are pooled from the second one on.
      assertThat(upstream.connections()).as("pooled").isBetween(before + 1, before + 2);
      assertThat(with.stdout()).isEqualTo(without.stdout()).isNotEmpty();
      assertThat(with.stderr()).matches(Apps.ONE_LINE + without.stderr());
      assertThat(with.code()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.startup.Apps#jdks")
  void log_level_warn_leaves_out_even_the_one_line(int jdk) {
    ForkedJvm.Exit without = Apps.app(Quiet.class, jdk).run();
    ForkedJvm.Exit with = Apps.app(Quiet.class, jdk).flags(Apps.javaagent("log-level=warn")).run();

    assertThat(with).isEqualTo(without);
  }
}
