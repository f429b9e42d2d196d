package io.poolingagent.it.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.app.startup.OneCall;
import io.poolingagent.app.startup.OneJdkCall;
import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.JavaHome;
import io.poolingagent.it.Upstream;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runtimes that {@code jlink} made of the few modules that an application needs: the agent does
 * without the others, and says what does not work for it.
 */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class SmallRuntimeIT {

  private static final int CALLS = 4;

  @TempDir private Path folder;

  /** OkHttp logs by java.util.logging; the JDK's client needs nothing else. */
  @ParameterizedTest
  @ValueSource(strings = {"java.logging", "java.net.http"})
  void pools_without_what_is_not_there(String module) {
    ForkedJvm.Builder app =
        Apps.app(module.equals("java.logging") ? OneCall.class : OneJdkCall.class, 17)
            .java(runtime("java.instrument", module));
    try (Upstream upstream = Upstream.http()) {
      app.arguments(upstream.url("/echo"), String.valueOf(CALLS));
      ForkedJvm.Exit without = app.run();
      assertThat(without.stdout()).as(without.stderr()).isEqualTo("200 GET /echo \n".repeat(CALLS));
      assertThat(upstream.connections()).isEqualTo(CALLS);

      ForkedJvm.Exit with = app.agent().run();

      assertThat(with.stdout()).isEqualTo(without.stdout());
      assertThat(with.stderr())
          .matches(
              "pooling-agent: nothing over JMX: this Java runtime has no module java.management\n"
                  + Apps.ONE_LINE);
      assertThat(upstream.connections()).as("pooled").isEqualTo(CALLS + 2);
    }
  }

  private JavaHome runtime(String... modules) {
    Path home = folder.resolve("runtime");
    ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
    List<String> arguments =
        List.of("--add-modules", String.join(",", modules), "--output", home.toString());
    assertThat(jlink.run(System.out, System.err, arguments.toArray(String[]::new))).isZero();
    return JavaHome.at(home);
  }
}
