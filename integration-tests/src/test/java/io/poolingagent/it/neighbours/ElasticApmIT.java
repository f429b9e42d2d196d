package io.poolingagent.it.neighbours;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.net.httpserver.HttpServer;
import io.poolingagent.app.startup.OneCall;
import io.poolingagent.app.startup.OneJdkCall;
import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.Upstream;
import io.poolingagent.it.startup.Apps;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Beside Elastic's APM agent, which reports by an {@code HttpURLConnection} that ours pools,
 * whichever of the two comes first: clients are pooled, and each request has its span.
 */
@EnabledIfSystemProperty(named = "it.wide", matches = "true")
class ElasticApmIT {

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
  void clients_are_pooled_and_each_request_has_a_span(int jdk, Class<?> app, boolean first)
      throws IOException {
    List<String> events = new CopyOnWriteArrayList<>();
    HttpServer apm = apmServer(events);
    try (Upstream upstream = Upstream.http()) {
      ForkedJvm.Exit exit =
          Neighbours.beside(
                  Neighbours.javaagent("elastic-apm-agent.jar"), first, Apps.app(app, jdk))
              .flags("-Delastic.apm.server_url=http://localhost:" + apm.getAddress().getPort())
              .flags("-Delastic.apm.trace_methods=" + app.getName() + "#main")
              .flags("-Delastic.apm.central_config=false", "-Delastic.apm.cloud_provider=NONE")
              .flags("-Delastic.apm.log_level=ERROR")
              .arguments(upstream.url("/echo"), String.valueOf(CALLS))
              .run();

      assertThat(exit.stdout()).isEqualTo("200 GET /echo \n".repeat(CALLS));
      assertThat(exit.stderr().lines().filter(line -> line.startsWith("pooling-agent:")))
          .hasSize(1);
      // The JDK's clients are pooled from the second one on.
      assertThat(upstream.connections()).as("pooled").isLessThanOrEqualTo(2);
      assertThat(upstream.requests())
          .extracting(request -> request.header("traceparent"))
          .as("the neighbour's header arrives")
          .doesNotContainNull()
          .doesNotHaveDuplicates();
      Upstream.await(() -> spans(events) >= CALLS, () -> spans(events) + " spans: " + events);
      assertThat(spans(events)).isEqualTo(CALLS);
    } finally {
      apm.stop(0);
    }
  }

  private static long spans(List<String> events) {
    return events.stream()
        .filter(event -> event.startsWith("{\"span\":{\"name\":\"GET localhost\""))
        .count();
  }

  /** Takes what the agent reports, one line of JSON for each event. */
  private static HttpServer apmServer(List<String> events) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (BufferedReader lines =
              new BufferedReader(
                  new InputStreamReader(
                      "deflate".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                          ? new InflaterInputStream(exchange.getRequestBody())
                          : exchange.getRequestBody(),
                      UTF_8))) {
            lines.lines().forEach(events::add);
          }
          byte[] version = "{\"version\":\"8.12.0\"}".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, version.length);
          exchange.getResponseBody().write(version);
          exchange.close();
        });
    server.setExecutor(task -> Upstream.daemon("apm-server", task));
    server.start();
    return server;
  }
}
