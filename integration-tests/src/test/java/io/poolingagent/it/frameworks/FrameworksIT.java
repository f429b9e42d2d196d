package io.poolingagent.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.app.frameworks.FrameworkProgram;
import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.SocketCount;
import io.poolingagent.it.TestTls;
import io.poolingagent.it.Upstream;
import io.poolingagent.it.startup.Apps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Frameworks whose users make a client for each request: pooled with the client underneath, with
 * the same requests and the same answers. Nothing in the agent knows them. Leaves a table of what
 * the server counted, {@code target/frameworks.md}.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FrameworksIT {

  private static final int REQUESTS = 20;

  /** All of them take minutes: {@code -Dit.wide=true}. With these, each client library is run. */
  private static final Set<String> ALWAYS =
      Set.of(
          "Spring 6.2.19 `RestClient`",
          "Retrofit 3.0.0",
          "Unirest 3.14.5",
          "Jersey 2.47",
          "RESTEasy 4.7.10");

  /** The lines of the table, by row. */
  private static final Map<String, String> TABLE = new LinkedHashMap<>();

  /**
   * A framework as it is used.
   *
   * @param exchange what the program is told
   * @param jars folders of the frameworks and of the clients, see the module's pom
   * @param http the connections over HTTP
   * @param https the same over TLS
   * @param note for the table
   */
  record Row(
      String framework,
      String client,
      String exchange,
      List<String> jars,
      Expected http,
      Expected https,
      String note) {

    static Row of(String framework, String client, String exchange, String... jars) {
      return new Row(
          framework, client, exchange, List.of(jars), Expected.POOLED, Expected.POOLED, "");
    }

    Row except(Expected overHttp, Expected overHttps, String why) {
      return new Row(framework, client, exchange, jars, overHttp, overHttps, why);
    }

    @Override
    public String toString() {
      return framework + " on " + client;
    }
  }

  /**
   * How many connections the server sees.
   *
   * @param without the agent, exactly: one for each request, or one where the framework reuses by
   *     itself
   * @param with the agent, at most: some clients are shared from the second one on
   */
  record Expected(int without, int with) {
    static final Expected POOLED = new Expected(REQUESTS, 2);
    static final Expected REUSED_ANYWAY = new Expected(1, 1);
    static final Expected LEFT_ALONE = new Expected(REQUESTS, REQUESTS);
  }

  static Stream<Row> rows() {
    return all().filter(row -> Boolean.getBoolean("it.wide") || ALWAYS.contains(row.framework()));
  }

  private static Stream<Row> all() {
    String urlConnection = "`HttpURLConnection`";
    String jdk = "`java.net.http`";
    String okHttp = "clients/okhttp-4.12.0";
    String apache4 = "clients/apache4-4.5.14";
    String apache5 = "clients/apache5-5.6.5";
    String template5 = "Spring 5.3.39 `RestTemplate`";
    String template6 = "Spring 6.2.19 `RestTemplate`";
    String restClient = "Spring 6.2.19 `RestClient`";
    String reuses = "reuses by itself";
    return Stream.of(
        Row.of(template5, urlConnection, "spring:default", "spring-5")
            .except(Expected.REUSED_ANYWAY, Expected.REUSED_ANYWAY, reuses),
        Row.of(template5, "Apache 4.5.14", "spring:apache", "spring-5", apache4),
        Row.of(template6, urlConnection, "spring:simple", "spring-6")
            .except(Expected.REUSED_ANYWAY, Expected.REUSED_ANYWAY, reuses),
        Row.of(template6, "Apache 5.6.5", "spring:apache", "spring-6", apache5),
        Row.of(template6, jdk, "spring:jdk", "spring-6"),
        Row.of(restClient, "default: " + jdk, "restclient:default", "spring-6"),
        Row.of(restClient, jdk, "restclient:jdk", "spring-6"),
        Row.of(restClient, "Apache 5.6.5", "restclient:apache", "spring-6", apache5),
        Row.of("Feign 13.6", "default: " + urlConnection, "feign:default", "feign")
            .except(Expected.REUSED_ANYWAY, Expected.REUSED_ANYWAY, reuses),
        Row.of("Feign 13.6", "OkHttp 4.12.0", "feign:okhttp", "feign", okHttp),
        Row.of("Feign 13.6", "Apache 4.5.14", "feign:apache4", "feign", apache4),
        Row.of("Feign 13.6", "Apache 5.6.5", "feign:apache5", "feign", apache5),
        Row.of("Feign 13.6", jdk, "feign:jdk", "feign"),
        Row.of(
            "Retrofit 2.9.0",
            "OkHttp 3.14.9",
            "retrofit:default",
            "retrofit-2",
            "clients/okhttp-3.14.9"),
        Row.of("Retrofit 3.0.0", "OkHttp 4.12.0", "retrofit:default", "retrofit-3", okHttp),
        Row.of("Unirest 3.14.5", "Apache 4.5.14", "unirest3:default", "unirest-3", apache4),
        Row.of("Unirest 4.10.1", jdk, "unirest4:default", "unirest-4"),
        Row.of("Unirest 4.10.1, no cookies", jdk, "unirest4:no-cookies", "unirest-4"),
        Row.of("Jersey 2.47", "default: " + urlConnection, "jaxrs:default", "jersey-2.47", "hk2")
            .except(
                Expected.REUSED_ANYWAY,
                Expected.POOLED,
                "reuses by itself, but over TLS by a socket factory for each client"),
        Row.of(
            "Jersey 2.35",
            "Apache 4.5.14",
            "jersey-apache4:default",
            "jersey-2.35",
            "hk2",
            apache4),
        Row.of(
                "Jersey 2.47",
                "Apache 4.5.14",
                "jersey-apache4:default",
                "jersey-2.47",
                "hk2",
                apache4)
            .except(
                Expected.POOLED,
                Expected.LEFT_ALONE,
                "over TLS its socket factory goes by a thread-local: left alone"),
        Row.of("RESTEasy 4.7.10", "default: Apache 4.5.14", "jaxrs:default", "resteasy", apache4));
  }

  /** What a server saw of a run, and what the program printed. */
  private record Run(
      int http,
      int https,
      List<String> requests,
      List<String> answers,
      Map<String, String> report) {

    /** Runs rows of the same jars in one JVM, each with servers of its own. */
    static List<Run> of(List<Row> rows, boolean agent) {
      List<Upstream> servers = new ArrayList<>();
      try {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(REQUESTS)));
        for (Row row : rows) {
          Upstream http = server().start();
          servers.add(http);
          Upstream https = server().tls().start();
          servers.add(https);
          arguments.addAll(List.of(row.exchange(), http.url("/echo"), https.url("/echo")));
        }
        try (ForkedJvm jvm = jvm(rows.get(0), agent, arguments).start()) {
          ForkedJvm.Exit exit = jvm.waitFor();
          assertThat(exit.code()).as(exit.stderr()).isZero();
          List<String> answers = exit.stdout().lines().toList();
          assertThat(answers).hasSize(2 * REQUESTS * rows.size());
          List<Run> runs = new ArrayList<>();
          for (int i = 0; i < rows.size(); i++) {
            List<Upstream> two = servers.subList(2 * i, 2 * i + 2);
            runs.add(
                new Run(
                    two.get(0).connections(),
                    two.get(1).connections(),
                    requests(two),
                    answers.subList(2 * REQUESTS * i, 2 * REQUESTS * (i + 1)),
                    jvm.report()));
          }
          return runs;
        }
      } finally {
        servers.forEach(Upstream::close);
      }
    }

    private static List<String> requests(List<Upstream> servers) {
      List<String> requests = new ArrayList<>();
      for (Upstream upstream : servers) {
        for (Upstream.Request request : upstream.requests()) {
          String headers = String.join("\n", request.headers());
          requests.add(
              (request.method() + ' ' + request.target() + '\n' + headers + '\n' + request.body())
                  .replace(":" + upstream.port(), ":PORT"));
        }
      }
      return requests;
    }

    private static Upstream.Builder server() {
      return Upstream.builder().sockets(SocketCount.withoutMaximum());
    }

    private static ForkedJvm.Builder jvm(Row row, boolean agent, List<String> arguments) {
      ForkedJvm.Builder builder =
          ForkedJvm.of(FrameworkProgram.class.getName())
              .flags("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
              .flags(TestTls.trustFlags())
              .classPath(Apps.classes())
              .arguments(arguments.toArray(new String[0]));
      for (String folder : row.jars()) {
        builder.classPath(folder(folder).resolve("*"));
      }
      return agent ? builder.agent() : builder;
    }

    private static Path folder(String name) {
      String clients = "clients/";
      Path folder =
          name.startsWith(clients)
              ? Path.of(System.getProperty("clients.dir", "target/clients"))
                  .resolve(name.substring(clients.length()))
              : Path.of(System.getProperty("frameworks.dir", "target/frameworks")).resolve(name);
      assertThat(folder).as("build this module first").isDirectory();
      return folder.toAbsolutePath();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_client_for_each_request_gives_few_connections_and_the_same_answers(Row row) {
    TABLE.put(row.toString(), compare(List.of(row)).get(0));
  }

  /** Runs rows of the same jars without and with the agent; answers the lines of the table. */
  static List<String> compare(List<Row> rows) {
    List<Run> without = Run.of(rows, false);
    List<Run> with = Run.of(rows, true);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      lines.add(compare(rows.get(i), without.get(i), with.get(i)));
    }
    return lines;
  }

  private static String compare(Row row, Run without, Run with) {
    assertThat(without.answers())
        .as(row.toString())
        .allMatch(line -> line.equals("GET /echo ") || line.equals("POST /echo hello"));
    assertThat(with.answers()).as(row.toString()).isEqualTo(without.answers());
    assertThat(with.requests()).as(row.toString()).isEqualTo(without.requests());
    assertThat(without.http()).as(row + " without the agent, HTTP").isEqualTo(row.http().without());
    assertThat(without.https())
        .as(row + " without the agent, HTTPS")
        .isEqualTo(row.https().without());
    assertThat(with.http())
        .as(row + " with the agent, HTTP: " + with.report())
        .isBetween(1, row.http().with());
    assertThat(with.https())
        .as(row + " with the agent, HTTPS: " + with.report())
        .isBetween(1, row.https().with());
    return String.format(
        "| %s | %s | %d | %d | %d | %d | %s |",
        row.framework(),
        row.client(),
        without.http(),
        with.http(),
        without.https(),
        with.https(),
        row.note());
  }

  @AfterAll
  static void tell() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| Framework | Client underneath | HTTP: connections of "
            + REQUESTS
            + " requests, without | with | HTTPS: without | with | |");
    lines.add("|---|---|--:|--:|--:|--:|---|");
    lines.addAll(TABLE.values());
    lines.forEach(System.out::println);
    Files.write(Path.of("target", "frameworks.md"), lines);
  }
}
