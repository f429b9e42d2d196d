package io.poolingagent.it.adversarial;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.App;
import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All client libraries in one JVM, 64 threads and 20 servers with faults, under hard limits:
 * nothing fails but what a restart cut off, no limit is exceeded at a server, and nothing grows.
 *
 * <p>{@code -Dsoak=10m} says for how long (seconds without a unit, or {@code s}, {@code m}), {@code
 * -Dsoak.seed=N} with which faults. What was seen stands in {@code target/soak.txt}.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SoakIT {
  private static final Duration LENGTH = length(System.getProperty("soak", "25s"));
  private static final int SEED = Integer.getInteger("soak.seed", (int) (System.nanoTime() >>> 8));
  private static final int THREADS = 64;
  private static final int SERVERS = 20;
  private static final int PER_HOST = 5;
  private static final int IN_ALL = 60;
  private static final int PAUSE_MILLIS = 20;
  private static final int TIMEOUT_MILLIS = 30_000;

  /**
   * A client of the JDK that is the first of its kind is left alone, and its connection with it.
   */
  private static final int LEFT_ALONE = 1;

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  private Path folder;

  @Test
  void nothing_fails_nothing_grows_and_the_limits_hold() throws IOException {
    ClientLibrary mixed =
        ClientLibrary.mixed(
            "okhttp-4.12.0", "apache4-4.5.14", "apache5-5.6.5", "commonshttpclient3");
    String[] settings = {
      "max-connections-per-host=" + PER_HOST,
      "max-connections=" + IN_ALL,
      "acquire-timeout=" + TIMEOUT_MILLIS + "ms",
      "non-idempotent=fresh"
    };
    List<Outcome> failures = new ArrayList<>();
    List<Outcome> stats = new ArrayList<>();
    long requests = 0;
    try (Site site = Site.of(SERVERS, folder, SEED);
        App app = mixed.withAgent(settings, site.flags())) {
      long start = System.nanoTime();
      int round = 0;
      while (System.nanoTime() - start < LENGTH.toNanos() || stats.size() < 4) {
        int count = THREADS * 20;
        failures.addAll(
            app.storm(
                site.urls(),
                "r" + round + "-",
                null,
                count,
                THREADS,
                SEED + round,
                PAUSE_MILLIS,
                TIMEOUT_MILLIS));
        requests += count;
        round++;
        stats.add(app.stat());
      }
      report(site, requests, failures, stats);
      assertThat(failures)
          .filteredOn(failure -> site.judge(failure, true) != Site.Cause.INFLICTED)
          .isEmpty();
      assertThat(site.ledger().executedTwiceAfterReuse()).isEmpty();
      for (String label : site.urls().keySet()) {
        assertThat(site.adversary(label).maxOpen())
            .as("connections of the server that " + label)
            .isLessThanOrEqualTo(PER_HOST + LEFT_ALONE);
      }
      assertThat(site.maxOpen()).isBetween(SERVERS, IN_ALL + LEFT_ALONE);
    }
    nothingGrows(stats);
  }

  /** From the first quarter, by when everything was in use, to the end. */
  private static void nothingGrows(List<Outcome> stats) {
    Outcome early = stats.get(stats.size() / 4);
    Outcome late = stats.get(stats.size() - 1);
    assertThat(late.number("threads"))
        .as("threads: " + late.get("names"))
        .isLessThanOrEqualTo(early.number("threads") + 10);
    assertThat(late.number("files")).isLessThanOrEqualTo(early.number("files") + IN_ALL);
    assertThat(late.number("heap")).isLessThanOrEqualTo(early.number("heap") + 8_000_000);
  }

  private static void report(Site site, long requests, List<Outcome> failures, List<Outcome> stats)
      throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "%,d requests in %s, -Dsoak.seed=%d: %d failed%n",
            requests, LENGTH, SEED, failures.size()));
    for (Site.Cause cause : Site.Cause.values()) {
      long count = failures.stream().filter(failure -> site.judge(failure, true) == cause).count();
      text.append(String.format("%,6d %s%n", count, cause));
    }
    text.append(String.format("%d connections at once, limit %d%n", site.maxOpen(), IN_ALL));
    for (String label : site.urls().keySet()) {
      Adversary server = site.adversary(label);
      text.append(
          String.format(
              "%-20s %,7d requests, %,7d connections, %d at once, limit %d%n",
              label, server.answered(), server.connections(), server.maxOpen(), PER_HOST));
    }
    for (int i = 0; i < stats.size(); i += Math.max(1, stats.size() / 10)) {
      text.append(stats.get(i).without("names")).append('\n');
    }
    text.append(stats.get(stats.size() - 1)).append('\n');
    System.out.println(text);
    Files.writeString(Path.of("target", "soak.txt"), text);
  }

  private static Duration length(String text) {
    if (text.endsWith("m")) {
      return Duration.ofMinutes(Long.parseLong(text.substring(0, text.length() - 1)));
    }
    return Duration.ofSeconds(
        Long.parseLong(text.endsWith("s") ? text.substring(0, text.length() - 1) : text));
  }
}
