package io.poolingagent.it.sdks;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.app.sdks.Sdk;
import io.poolingagent.app.sdks.SdkProgram;
import io.poolingagent.it.App;
import io.poolingagent.it.Exchange;
import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.Outcome;
import io.poolingagent.it.SocketCount;
import io.poolingagent.it.TestTls;
import io.poolingagent.it.Upstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SDKs as they are published, whose users make a client for each call: few connections, the same
 * results, no thread and no file more after thousands of calls. Nothing in the agent knows them.
 * {@code -Dit.wide=true} runs all of them, or those that {@code -Dsdks=REGEX} names; it leaves a
 * table, {@code target/sdks.md}. {@code -Dsdks.calls=N} and {@code -Dsdks.further=N} make it
 * shorter.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SdksIT {

  private static final boolean WIDE = Boolean.getBoolean("it.wide");

  /** By default one for each of three clients. */
  private static final String NAMES =
      System.getProperty("sdks", WIDE ? ".*" : "OpenAi|AwsV1S3|Ollama4j");

  private static final int CALLS = Integer.getInteger("sdks.calls", WIDE ? 200 : 50);
  private static final int MORE_CALLS = Integer.getInteger("sdks.further", WIDE ? 4_000 : 200);
  private static final int MEASURED_MILLIS = WIDE ? 2_000 : 100;

  /** Connections of some clients are shared from the second client on. */
  private static final int FEW = 3;

  /** What comes and goes in a JVM without anybody's doing. */
  private static final int NOISE = 5;

  /** The lines of the table, by name. */
  private static final Map<String, String> TABLE = new TreeMap<>();

  static Stream<SdkProject> sdks() {
    return SdkProject.all().stream().filter(sdk -> sdk.name().matches(NAMES));
  }

  @BeforeAll
  static void resolve() throws Exception {
    SdkProject.resolve(sdks().toList());
  }

  /** What the servers and the program saw of a run; CPU time in milliseconds for each call. */
  private record Run(
      int http,
      int https,
      List<String> requests,
      List<String> results,
      double cpu,
      long threads,
      long files,
      Map<String, String> report) {

    static Run of(SdkProject project, Sdk sdk, boolean agent) throws IOException {
      try (Upstream http = server(sdk).start();
          Upstream https = server(sdk).tls().start();
          App app = new App(jvm(project, agent).start())) {
        List<String> results = new ArrayList<>();
        for (Upstream upstream : sdk.plain() ? List.of(http, https) : List.of(https)) {
          for (Outcome outcome : app.fetch(upstream.url("")).clients(CALLS).go()) {
            results.add(String.valueOf(outcome.without("thread", "millis")));
          }
        }
        Outcome before = app.stat();
        List<String> requests = Stream.of(http, https).flatMap(Run::requests).toList();
        int httpConnections = http.connections();
        int httpsConnections = https.connections();
        long threads = 0;
        long files = 0;
        if (agent) {
          app.fetch(https.url("")).clients(MORE_CALLS).summary();
          Outcome after = app.stat();
          threads = after.number("threads") - before.number("threads");
          files = after.number("files") - before.number("files");
        }
        app.fetch(https.url("")).load(1, MEASURED_MILLIS, false);
        Outcome load = app.fetch(https.url("")).load(1, MEASURED_MILLIS, false);
        app.jvm().end();
        return new Run(
            httpConnections,
            httpsConnections,
            requests,
            results,
            load.number("cpu") / 1e6 / load.number("requests"),
            threads,
            files,
            app.jvm().report());
      }
    }

    private static Stream<String> requests(Upstream upstream) {
      return upstream.requests().stream()
          .map(request -> request.method() + ' ' + request.target().split("\\?")[0]);
    }

    private static Upstream.Builder server(Sdk sdk) {
      return Upstream.builder()
          .sockets(SocketCount.withoutMaximum())
          .script(exchange -> answer(sdk, exchange));
    }

    private static void answer(Sdk sdk, Exchange exchange) throws IOException {
      Upstream.Request request = exchange.request();
      String answer = sdk.answer(request.method(), request.target(), request.body());
      String type =
          answer.startsWith("<?xml")
              ? "application/xml"
              : answer.startsWith("<")
                  ? "text/html"
                  : answer.startsWith("{") || answer.startsWith("[")
                      ? "application/json"
                      : "text/plain";
      String header = sdk.header();
      boolean typed = header.startsWith("Content-Type: ");
      exchange.respond(
          200,
          answer,
          Stream.of(typed ? "" : "Content-Type: " + type + ";charset=utf-8", header)
              .filter(line -> !line.isEmpty())
              .toArray(String[]::new));
    }

    private static ForkedJvm.Builder jvm(SdkProject project, boolean agent) throws IOException {
      ForkedJvm.Builder builder =
          ForkedJvm.of(SdkProgram.class.getName())
              .flags("-Xmx512m", "-XX:+UseSerialGC")
              .flags(TestTls.trustFlags())
              .classPath(project.classPath().toArray(new Path[0]))
              .arguments(project.name());
      if (!WIDE) {
        builder.flags("-XX:TieredStopAtLevel=1");
      }
      return agent ? builder.agent() : builder;
    }
  }

  @ParameterizedTest
  @MethodSource("sdks")
  void a_client_for_each_call_gives_few_connections_and_the_same_results(SdkProject project)
      throws Exception {
    project.compile();
    Sdk sdk = project.load();
    Run without = Run.of(project, sdk, false);
    Run with = Run.of(project, sdk, true);
    TABLE.put(project.name(), line(project, sdk, without, with));
    tell();

    assertThat(without.results()).allMatch(result -> result.contains("status"));
    assertThat(with.results()).isEqualTo(without.results());
    assertThat(with.requests()).isEqualTo(without.requests());
    assertThat(with.http())
        .as("HTTP: " + with.report())
        .isLessThanOrEqualTo(sdk.pooled() ? FEW : without.http());
    assertThat(with.https())
        .as("HTTPS: " + with.report())
        .isLessThanOrEqualTo(sdk.pooled() ? FEW : without.https());
    if (sdk.pooled() && !sdk.leaks()) {
      assertThat(with.threads()).as("threads more").isLessThanOrEqualTo(NOISE);
      assertThat(with.files()).as("files more").isLessThanOrEqualTo(NOISE);
    }
  }

  private static String line(SdkProject project, Sdk sdk, Run without, Run with)
      throws IOException {
    String library = project.coordinates().get(0);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %d | %d | %d | %.2f | %.2f | %+d, %+d | %s |",
        library.replaceFirst(":([^:]+)$", " $1"),
        client(project, with.report()),
        without.http(),
        with.http(),
        without.https(),
        with.https(),
        without.cpu(),
        with.cpu(),
        with.threads(),
        with.files(),
        sdk.note().isEmpty() ? leftAlone(with.report()) : sdk.note());
  }

  /** The clients that the audit saw, in the versions that are on the class path. */
  private static String client(SdkProject project, Map<String, String> report) throws IOException {
    List<String> clients = new ArrayList<>();
    for (Map.Entry<String, String> fact : new TreeMap<>(report).entrySet()) {
      String name = fact.getKey().split("\\.")[0];
      if (fact.getKey().endsWith(".created") && !fact.getValue().equals("0")) {
        clients.add(
            switch (name) {
              case "okhttp3" -> "OkHttp " + version(project, "okhttp(-jvm)?");
              case "apache4" -> "Apache " + version(project, "httpclient");
              case "apache4/async" -> "Apache async " + version(project, "httpasyncclient");
              case "apache5" -> "Apache " + version(project, "httpclient5");
              case "apache5/async" -> "Apache async " + version(project, "httpclient5");
              case "commonshttpclient3" -> "Commons " + version(project, "commons-httpclient");
              case "jdk" -> "`java.net.http`";
              case "urlconnection" -> "`HttpURLConnection`";
              default -> name;
            });
      }
    }
    return String.join(", ", clients);
  }

  private static String version(SdkProject project, String artifact) throws IOException {
    return project.classPath().stream()
        .map(jar -> jar.getFileName().toString())
        .filter(jar -> jar.matches(artifact + "-\\d.*\\.jar"))
        .map(
            jar ->
                jar.replaceFirst(
                    artifact + "-(\\d.*)\\.jar", "$" + (artifact.contains("(") ? 2 : 1)))
        .findFirst()
        .orElse("(shaded)");
  }

  private static String leftAlone(Map<String, String> report) {
    List<String> reasons = new ArrayList<>();
    for (Map.Entry<String, String> fact : new TreeMap<>(report).entrySet()) {
      if (fact.getKey().matches(".*\\.(leftAlone|wouldPoolBut)\\..*")
          && !fact.getKey().endsWith("FIRST_SIGHTING")) {
        reasons.add("`" + fact.getKey().replaceFirst(".*\\.leftAlone\\.", "") + "`");
      }
    }
    return String.join(", ", reasons);
  }

  private static void tell() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        ("| Library | Client underneath | HTTP: connections of %d calls, without | with |"
                + " HTTPS: without | with | HTTPS: CPU ms per call, without | with |"
                + " threads, files more after %d further calls | |")
            .formatted(CALLS, MORE_CALLS));
    lines.add("|---|---|--:|--:|--:|--:|--:|--:|--:|---|");
    lines.addAll(TABLE.values());
    Files.write(Path.of("target", "sdks.md"), lines);
  }
}
