package io.poolingagent.it.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.app.startup.OneCall;
import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.Upstream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent's threads never keep a JVM or a class loader alive. */
class ThreadsIT {

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.startup.Apps#jdks")
  void are_named_daemon_and_without_context_class_loader(int jdk) {
    try (Upstream upstream = Upstream.http()) {
      // Ends by returning from main: a thread that is no daemon would keep it for ever.
      ForkedJvm.Exit exit =
          Apps.app(OneCall.class, jdk)
              .agent()
              .arguments(upstream.url("/echo"), "3", "threads")
              .run();

      assertThat(exit.code()).isZero();
      assertThat(exit.stdout().lines().filter(line -> line.startsWith("thread: ")))
          .isNotEmpty()
          .allMatch(
              line -> line.matches("thread: pooling-agent.* daemon=true contextClassLoader=null"));
    }
  }
}
