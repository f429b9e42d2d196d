package io.poolingagent.it.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.app.startup.OneCall;
import io.poolingagent.app.startup.Quiet;
import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.Upstream;
import org.junit.jupiter.params.ParameterizedTest;
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

  /** Weaving is when Byte Buddy works; on 24 and later, careless use prints a warning. */
  @ParameterizedTest
  @MethodSource("io.poolingagent.it.startup.Apps#jdks")
  void an_application_whose_client_is_woven_prints_what_it_printed_before(int jdk) {
    try (Upstream upstream = Upstream.http()) {
      String[] call = {upstream.url("/echo"), "3"};
      ForkedJvm.Exit without = Apps.app(OneCall.class, jdk).arguments(call).run();
      int before = upstream.connections();
      ForkedJvm.Exit with = Apps.app(OneCall.class, jdk).agent().arguments(call).run();

      assertThat(before).isEqualTo(3);
      assertThat(upstream.connections()).as("the clients were pooled").isEqualTo(before + 1);
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
