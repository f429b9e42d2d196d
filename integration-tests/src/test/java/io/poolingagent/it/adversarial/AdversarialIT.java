package io.poolingagent.it.adversarial;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.App;
import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.LeavingServer;
import io.poolingagent.it.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same requests, each by a fresh client and half of them POST, in a JVM without the agent and
 * in one with it, against all that a server may do to a connection. Under the agent nothing may
 * fail that a fresh connection would have carried, but for what no client can help that uses a
 * connection twice (see {@link Site.Cause}), which must stay rare; and no POST may be done twice
 * because of it.
 *
 * <p>{@code -Dadversarial.requests=100000} says how many requests for each client, {@code
 * -Dadversarial.seed=N} which, {@code -Dadversarial.clients=okhttp,apache5} for which. What was
 * seen stands in {@code target/adversarial-*.txt}.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Order(3) // takes minutes
class AdversarialIT {
  /** With seven libraries, a hundred thousand. */
  private static final int REQUESTS = Integer.getInteger("adversarial.requests", 14_500);

  private static final int SEED =
      Integer.getInteger("adversarial.seed", (int) (System.nanoTime() >>> 8));
  private static final int THREADS = 32;

  /** As many as are under way when a server lets the first one die, and a few that try later. */
  private static final int MOST_DROPPED = 16;

  private static final int FEW = 20;
  private static final int PAUSE_MILLIS = 40;
  private static final int TIMEOUT_MILLIS = 3_000;

  /** So that some requests are under way beyond the last one of a connection. */
  private static final String STREAMS = "http2-streams-per-connection=8";

  /** At a time, so that a JVM that hangs is noticed. */
  private static final int ROUND = 8_000;

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  private Path folder;

  static Stream<ClientLibrary> libraries() {
    return chosen(
        ClientLibrary.okHttp("4.12.0"),
        ClientLibrary.jdk(17),
        ClientLibrary.urlConnection(17),
        ClientLibrary.apache4("4.5.14"),
        ClientLibrary.apache4Legacy("4.5.14"),
        ClientLibrary.apache5("5.6.5"),
        ClientLibrary.commonsHttpClient3());
  }

  static Stream<ClientLibrary> chosen(ClientLibrary... libraries) {
    List<String> names = List.of(System.getProperty("adversarial.clients", "").split(","));
    return Stream.of(libraries)
        .filter(library -> names.stream().anyMatch(name -> library.name().startsWith(name)));
  }

  /** What one application saw. */
  private record Run(Site site, List<Outcome> failures, boolean pooled) {

    Map<Site.Cause, Integer> causes(String label) {
      Map<Site.Cause, Integer> causes = new EnumMap<>(Site.Cause.class);
      for (Outcome failure : failures) {
        if (label.equals(failure.get("target"))) {
          causes.merge(site.judge(failure, pooled), 1, Integer::sum);
        }
      }
      return causes;
    }

    List<Outcome> failures(Site.Cause cause) {
      return failures.stream().filter(failure -> site.judge(failure, pooled) == cause).toList();
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("libraries")
  void nothing_fails_that_a_fresh_connection_would_have_carried(ClientLibrary library)
      throws IOException {
    // HttpURLConnection pools by itself, with failures of its own.
    boolean controlPools = library.name().equals("urlconnection");
    String settings = "config=" + Site.settings(folder);
    try (Site control = Site.ofAll(folder, "control", SEED);
        Site agents = Site.ofAll(folder, "agent", SEED)) {
      CompletableFuture<Run> without =
          CompletableFuture.supplyAsync(
              () -> run(control, () -> library.withoutAgent(control.flags()), controlPools));
      Run with =
          run(agents, () -> library.withAgent(new String[] {settings}, agents.flags()), true);
      judge(library, without.join(), with, controlPools);
    }
  }

  private static Run run(Site site, Supplier<App> start, boolean pooled) {
    return new Run(site, storm(start, REQUESTS, site.urls(), null), pooled);
  }

  private static List<Outcome> storm(
      Supplier<App> start, int requests, Map<String, String> urls, @Nullable String answer) {
    List<Outcome> failures = new ArrayList<>();
    try (App app = start.get()) {
      for (int done = 0; done < requests; done += ROUND) {
        failures.addAll(
            app.storm(
                urls,
                "r" + done / ROUND + "-",
                answer,
                Math.min(ROUND, requests - done),
                THREADS,
                SEED + done,
                PAUSE_MILLIS,
                TIMEOUT_MILLIS));
      }
    }
    return failures;
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("libraries")
  void an_address_that_its_name_has_left_is_left_within_the_lifetime_of_a_connection(
      ClientLibrary library) {
    try (Site site = Site.movable(folder, SEED);
        App app = library.withAgent(new String[] {"max-lifetime=1s"}, site.flags())) {
      few(app, site);
      assertThat(site.here().answered()).isEqualTo(FEW);
      site.moveName();
      // Connections are never idle for long, so that nothing but their lifetime ends them.
      for (int round = 0; round < 40 && site.here().open() > 0; round++) {
        few(app, site);
        app.stat(); // collects a client that the agent has left alone
      }
      assertThat(site.here().open()).as("connections to where the name led before").isZero();
      int before = site.here().answered();
      few(app, site);
      assertThat(site.here().answered()).isEqualTo(before);
    }
  }

  private static void few(App app, Site site) {
    assertThat(app.storm(site.urls(), "r", null, FEW, 4, SEED, 5, TIMEOUT_MILLIS)).isEmpty();
  }

  static Stream<ClientLibrary> http2Libraries() {
    return chosen(ClientLibrary.okHttp("4.12.0"), ClientLibrary.jdk(25));
  }

  /** GOAWAY with the last request of a connection; what comes behind it is ignored. */
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("http2Libraries")
  void nothing_fails_where_http2_connections_end_after_fifty_requests(ClientLibrary library)
      throws IOException {
    int requests = REQUESTS / 20; // a TLS handshake each without the agent
    StringBuilder table =
        new StringBuilder(
            String.format(
                "%s: %,d requests over HTTP/2, -Dadversarial.seed=%d%n", library, requests, SEED));
    for (boolean agent : new boolean[] {false, true}) {
      try (LeavingServer server = new LeavingServer(50)) {
        List<Outcome> failures =
            storm(
                () -> agent ? library.withAgent(STREAMS) : library.withoutAgent(),
                requests,
                Map.of("goaway", server.url()),
                "ok");
        table.append(
            String.format(
                "%s the agent: %d answered, %d connections, %d failed%n",
                agent ? "with" : "without",
                server.processed(),
                server.connections(),
                failures.size()));
        System.out.println(table);
        Map<String, Integer> bodies = new TreeMap<>(server.bodies());
        // A POST may cross the end of a connection that was used before.
        assertThat(failures)
            .filteredOn(failure -> !agent || !crossed(failure, bodies))
            .as(agent ? "with the agent" : "without the agent")
            .isEmpty();
        assertThat(failures).hasSizeLessThanOrEqualTo(2 + requests / 5_000);
        bodies.remove("null"); // GET has none
        assertThat(bodies).hasSizeGreaterThan(requests / 4);
        assertThat(bodies.values()).as("how often each POST was done").containsOnly(1);
        if (agent) {
          assertThat(server.connections()).isBetween(requests / 50, requests / 2);
        }
      }
    }
    write(library.name() + "-h2", table.toString());
  }

  private static boolean crossed(Outcome failure, Map<String, Integer> done) {
    return "POST".equals(failure.get("method"))
        && !done.containsKey(String.valueOf(failure.get("request")));
  }

  private static void write(String name, String table) throws IOException {
    Files.writeString(Path.of("target", "adversarial-" + name + ".txt"), table);
  }

  private static void judge(ClientLibrary library, Run control, Run agent, boolean controlPools)
      throws IOException {
    String table = table(library, control, agent);
    System.out.println(table);
    boolean legacy = library.program().contains("Legacy");
    write(library.name() + (legacy ? "-legacy" : ""), table);
    if (!controlPools) {
      // A client for each request can lack the processor: without the agent that is not our matter.
      assertThat(control.failures(Site.Cause.UNEXPLAINED))
          .filteredOn(failure -> !String.valueOf(failure.exception()).endsWith("TimeoutException"))
          .as("without the agent")
          .isEmpty();
      assertThat(control.site().ledger().executedTwiceAfterReuse()).isEmpty();
    }
    assertThat(agent.failures(Site.Cause.UNEXPLAINED)).as("with the agent").isEmpty();
    assertThat(agent.site().ledger().executedTwiceAfterReuse()).isEmpty();
    // What no client can prevent that uses a connection twice must stay rare.
    assertThat(agent.failures(Site.Cause.CROSSED)).hasSizeLessThanOrEqualTo(2 + REQUESTS / 20_000);
    assertThat(agent.failures(Site.Cause.DROPPED)).hasSizeLessThanOrEqualTo(MOST_DROPPED);
    assertThat(agent.failures(Site.Cause.SILENT))
        .as("each connection costs one request at most")
        .hasSizeLessThanOrEqualTo(agent.site().adversary("goes silent").silenced());
  }

  private static String table(ClientLibrary library, Run control, Run agent) {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            "%s: %,d requests, -Dadversarial.seed=%d%n%-26s %9s %13s %8s %8s  %s%n",
            library, REQUESTS, SEED, "server", "requests", "connections", "failed", "", "why"));
    for (String label : control.site().urls().keySet()) {
      table.append(
          String.format(
              "%-26s %4d %4d %6d %6d %4d %4d  %s%n",
              label,
              answered(control, label),
              answered(agent, label),
              connections(control, label),
              connections(agent, label),
              count(control.causes(label)),
              count(agent.causes(label)),
              describe(control.causes(label), agent.causes(label))));
    }
    return table
        .append(
            String.format(
                "POSTs done twice: %d without, %d with; of these after a reuse %d and %d%n",
                control.site().ledger().executedTwice().size(),
                agent.site().ledger().executedTwice().size(),
                control.site().ledger().executedTwiceAfterReuse().size(),
                agent.site().ledger().executedTwiceAfterReuse().size()))
        .toString();
  }

  private static String describe(Map<Site.Cause, Integer> control, Map<Site.Cause, Integer> agent) {
    Map<String, String> both = new LinkedHashMap<>();
    for (Site.Cause cause : Site.Cause.values()) {
      int without = control.getOrDefault(cause, 0);
      int with = agent.getOrDefault(cause, 0);
      if (without + with > 0) {
        both.put(cause.name().toLowerCase(java.util.Locale.ROOT), without + " " + with);
      }
    }
    return both.isEmpty() ? "" : both.toString();
  }

  private static int count(Map<Site.Cause, Integer> causes) {
    return causes.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static int answered(Run run, String label) {
    int answered = run.site().adversary(label).answered();
    return label.equals("moves") ? answered + run.site().elsewhere().answered() : answered;
  }

  private static int connections(Run run, String label) {
    int connections = run.site().adversary(label).connections();
    return label.equals("moves") ? connections + run.site().elsewhere().connections() : connections;
  }
}
