package io.poolingagent.it.adversarial;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.App;
import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same requests, each by a fresh client and half of them POST, in a JVM without the agent and
 * in one with it, against all that a server may do to a connection. Under the agent nothing may
 * fail that a fresh connection would have carried, and no POST may be done twice because of it.
 *
 * <p>{@code -Dadversarial.requests=100000} says how many requests for each client, {@code
 * -Dadversarial.seed=N} which, {@code -Dadversarial.clients=okhttp,apache5} for which. What was seen stands in {@code target/adversarial-*.txt}.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AdversarialIT {
  private static final int REQUESTS = Integer.getInteger("adversarial.requests", 800);
  private static final int SEED =
      Integer.getInteger("adversarial.seed", (int) (System.nanoTime() >>> 8));
  private static final int THREADS = 16;
  private static final int PAUSE_MILLIS = 40;
  private static final int TIMEOUT_MILLIS = 3_000;

  /** At a time, so that a JVM that hangs is noticed. */
  private static final int ROUND = 2_000;

  @TempDir private Path folder;

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

  @ParameterizedTest
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
    List<Outcome> failures = new ArrayList<>();
    try (App app = start.get()) {
      for (int done = 0; done < REQUESTS; done += ROUND) {
        int count = Math.min(ROUND, REQUESTS - done);
        failures.addAll(
            app.storm(
                site.urls(),
                "r" + done / ROUND + "-",
                count,
                THREADS,
                SEED + done,
                PAUSE_MILLIS,
                TIMEOUT_MILLIS));
      }
    }
    return new Run(site, failures, pooled);
  }

  private static void judge(ClientLibrary library, Run control, Run agent, boolean controlPools)
      throws IOException {
    String table = table(library, control, agent);
    System.out.println(table);
    Files.writeString(
        Path.of("target", "adversarial-" + library.toString().replace(' ', '-') + ".txt"), table);
    if (!controlPools) {
      assertThat(control.failures(Site.Cause.UNEXPLAINED)).as("without the agent").isEmpty();
      assertThat(control.site().ledger().executedTwiceAfterReuse()).isEmpty();
    }
    assertThat(agent.failures(Site.Cause.UNEXPLAINED)).as("with the agent").isEmpty();
    assertThat(agent.site().ledger().executedTwiceAfterReuse()).isEmpty();
    // What no client can prevent that uses a connection twice must stay rare.
    assertThat(agent.failures(Site.Cause.CROSSED)).hasSizeLessThanOrEqualTo(2 + REQUESTS / 5_000);
    assertThat(agent.failures(Site.Cause.DROPPED)).hasSizeLessThanOrEqualTo(THREADS / 2);
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
    return label.equals("moves")
        ? answered + run.site().elsewhere().answered()
        : answered;
  }

  private static int connections(Run run, String label) {
    int connections = run.site().adversary(label).connections();
    return label.equals("moves")
        ? connections + run.site().elsewhere().connections()
        : connections;
  }
}
