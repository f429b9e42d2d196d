package io.poolingagent.it.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.poolingagent.app.startup.OneCall;
import io.poolingagent.app.startup.OneJdkCall;
import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.Upstream;
import io.poolingagent.it.startup.Apps;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Beside the OpenTelemetry Java agent, whichever of the two comes first: clients are pooled, and
 * each request has its span.
 */
class OpenTelemetryIT {

  private static final int CALLS = 4;

  static Stream<Arguments> cases() {
    return Stream.of(
        arguments(17, OneCall.class, true),
        arguments(17, OneCall.class, false),
        arguments(17, OneJdkCall.class, true),
        arguments(17, OneJdkCall.class, false),
        arguments(25, OneJdkCall.class, true),
        arguments(25, OneCall.class, false));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void clients_are_pooled_and_each_request_has_a_span(int jdk, Class<?> app, boolean first) {
    String openTelemetry = Neighbours.javaagent("opentelemetry-javaagent.jar");
    try (Upstream upstream = Upstream.http()) {
      ForkedJvm.Exit exit =
          Neighbours.beside(openTelemetry, first, Apps.app(app, jdk))
              .flags("-Dotel.traces.exporter=console", "-Dotel.metrics.exporter=none")
              .flags("-Dotel.logs.exporter=none", "-Dotel.javaagent.logging=simple")
              .arguments(upstream.url("/echo"), String.valueOf(CALLS))
              .run();

      assertThat(exit.code()).as(exit.stderr()).isZero();
      assertThat(exit.stdout()).isEqualTo("200 GET /echo \n".repeat(CALLS));
      assertThat(exit.stderr()).containsPattern(Apps.ONE_LINE);
      assertThat(exit.stderr().lines().filter(line -> line.startsWith("pooling-agent:")))
          .hasSize(1);
      assertThat(exit.stderr().lines().filter(line -> line.contains("'GET'")))
          .as(exit.stderr())
          .hasSize(CALLS);
      assertThat(upstream.requests())
          .as("the neighbour's header arrives")
          .allMatch(request -> request.header("traceparent") != null);
      // The JDK's clients are pooled from the second one on.
      assertThat(upstream.connections()).as("pooled").isLessThanOrEqualTo(2);
    }
  }
}
