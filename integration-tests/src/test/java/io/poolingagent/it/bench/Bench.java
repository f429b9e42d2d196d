package io.poolingagent.it.bench;

import io.poolingagent.it.App;
import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the agent is judged by: an application that makes a client for every request, under the
 * agent, against the same application with one hand-kept client. nginx on loopback, four threads,
 * interleaved rounds of each kind in JVMs of their own, so that a noisy moment of the machine meets
 * all kinds alike.
 *
 * <p>Run it after {@code ./mvnw -DskipITs verify}, from the module's folder:
 *
 * <pre>{@code
 * java -cp target/test-classes:target/classes io.poolingagent.it.bench.Bench \
 *   okhttp-4.12.0,jdk-25 http,https,h2 rounds=5 millis=3000
 * }</pre>
 *
 * <p>{@code urlconnection-17} is {@code HttpURLConnection} on that JDK used well; with {@code -all}
 * or {@code -certificate} behind it, the application trusts everything or one certificate, and
 * makes an SSLContext for that per request or keeps its factory.
 *
 * <p>{@code apache4-4.5.14} is that version by its builder, {@code apache4legacy-4.5.14} its {@code
 * DefaultHttpClient}.
 *
 * <p>Further options:
 *
 * <ul>
 *   <li>{@code cleanup=true}: the documented clean-up calls after each request
 *   <li>{@code naked=true}: also per-request without the agent (slow, thousands of threads)
 *   <li>{@code kinds=fresh_with_agent;kept_without_agent}: only these
 *   <li>{@code keepalive=1000}: requests per connection at nginx
 *   <li>{@code origins=900}: to so many addresses in turn, OkHttp over http only; the kept client
 *       has a pool large enough
 *   <li>{@code threads=4}, {@code warmup=10000} (ms of each kind), {@code
 *       agent=key=value;key=value}, {@code flags=-Xmx1g;-Dx=y}
 *   <li>{@code tls=manager=all}, {@code tls=manager=one}: each client builds its own TLS context
 *   <li>{@code forks=1}: how often all of it is done, in new JVMs each time
 *   <li>{@code placebo=true}: no agent anywhere; the ratios of the kept client then show the
 *       machine's noise
 * </ul>
 */
public final class Bench {

  private enum Kind {
    FRESH_WITHOUT_AGENT(false, false),
    FRESH_WITH_AGENT(true, false),
    KEPT_WITHOUT_AGENT(false, true),
    KEPT_WITH_AGENT(true, true);

    final boolean agent;
    final boolean kept;

    Kind(boolean agent, boolean kept) {
      this.agent = agent;
      this.kept = kept;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** One round of one kind. */
  private record Round(
      long requests,
      long failures,
      double perSecond,
      double cpuMicros,
      long connections,
      long threads,
      double p50,
      double p99,
      String failure) {}

  private final Options options;
  private final Nginx nginx;

  private Bench(Options options, Nginx nginx) {
    this.options = options;
    this.nginx = nginx;
  }

  /** Runs the benchmark and prints a table. */
  public static void main(String[] arguments) throws Exception {
    Options options = Options.parse(arguments);
    try (Nginx nginx =
        Nginx.start(options.number("keepalive", 1_000_000), options.number("origins", 1))) {
      Bench bench = new Bench(options, nginx);
      for (String library : options.libraries()) {
        for (String protocol : options.protocols()) {
          bench.compare(library, protocol);
        }
      }
    }
  }

  /** One kind, its JVM, and what was measured of this one and those before it. */
  private record Contender(String library, Kind kind, App app, List<Round> rounds) {

    double median(ToDoubleFunction<Round> value) {
      return Bench.median(rounds.stream().mapToDouble(value));
    }

    /**
     * The median of the ratios round by round: rounds of one number stand next to each other in
     * time, so what slows the machine for longer than that meets both sides of a ratio.
     */
    Ratio ratio(Contender base, ToDoubleFunction<Round> value) {
      double[] ratios =
          IntStream.range(0, rounds.size())
              .mapToDouble(
                  i ->
                      value.applyAsDouble(rounds.get(i))
                          / value.applyAsDouble(base.rounds().get(i)))
              .sorted()
              .toArray();
      double quartiles = ratios[ratios.length * 3 / 4] - ratios[ratios.length / 4];
      return new Ratio(
          Bench.median(DoubleStream.of(ratios)), 1.57 * quartiles / Math.sqrt(ratios.length));
    }

    /** What a median hides: a machine that is not quiet, or two ways to run. */
    String spread(ToDoubleFunction<Round> value) {
      DoubleSummaryStatistics all = rounds.stream().mapToDouble(value).summaryStatistics();
      return String.format("%.0f..%.0f", all.getMin(), all.getMax());
    }

    long sum(ToLongFunction<Round> value) {
      return rounds.stream().mapToLong(value).sum();
    }
  }

  /**
   * A median and how far off it may be: about its 95 % interval (McGill, Tukey, Larsen: "Variations
   * of box plots", 1978), as far as rounds go. How JVMs differ it does not know.
   */
  private record Ratio(double median, double within) {
    @Override
    public String toString() {
      return String.format("%.3f \u00b1%.3f", median, within);
    }
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle] + sorted[middle - 1]) / 2;
  }

  private void compare(String library, String protocol) throws Exception {
    Map<Kind, List<Round>> rounds = new EnumMap<>(Kind.class);
    List<Contender> contenders = List.of();
    for (int fork = 0; fork < options.number("forks", 1); fork++) {
      contenders = fork(library, protocol, rounds);
      tellFork(fork, contenders);
    }
    print(library, protocol, contenders);
  }

  /**
   * Each JVM's own medians: whether the machine was quiet, and whether all JVMs are of one kind.
   */
  private void tellFork(int fork, List<Contender> contenders) {
    StringBuilder line = new StringBuilder("  JVM " + (fork + 1) + ":");
    for (Contender contender : contenders) {
      int rounds = contender.rounds().size();
      Contender own =
          new Contender(
              contender.library(),
              contender.kind(),
              contender.app(),
              contender.rounds().subList(rounds - options.number("rounds", 5), rounds));
      line.append(
          String.format(
              "  %s %.0f req/s, %.1f us",
              own.kind().label(), own.median(Round::perSecond), own.median(Round::cpuMicros)));
    }
    System.out.println(line);
  }

  /** Two JVMs that run the same differ by up to 3 % for all their lives: what the JIT decided. */
  private List<Contender> fork(String library, String protocol, Map<Kind, List<Round>> rounds)
      throws Exception {
    List<Contender> contenders = new ArrayList<>();
    try {
      for (Kind kind : Kind.values()) {
        if (isWanted(kind)) {
          List<Round> measured = rounds.computeIfAbsent(kind, k -> new ArrayList<>());
          contenders.add(new Contender(library, kind, start(library, kind), measured));
        }
      }
      // In turns as well: a JVM forgets compiled code that has not run for half a minute.
      int millis = options.number("millis", 3000);
      for (int warm = options.number("warmup", 10_000); warm > 0; warm -= millis) {
        for (Contender contender : contenders) {
          round(contender, protocol, Math.min(warm, millis));
        }
      }
      List<Contender> order = new ArrayList<>(contenders);
      for (int i = 0; i < options.number("rounds", 5); i++) {
        for (Contender contender : order) {
          contender.rounds().add(round(contender, protocol, millis));
        }
        Collections.reverse(order); // none is always the first, or behind the same one
      }
    } finally {
      contenders.forEach(contender -> contender.app().close());
    }
    return contenders;
  }

  private boolean isWanted(Kind kind) {
    List<String> kinds = List.of(options.list("kinds"));
    return kinds.isEmpty()
        ? kind != Kind.FRESH_WITHOUT_AGENT || options.flag("naked")
        : kinds.contains(kind.name().toLowerCase(Locale.ROOT));
  }

  private App start(String library, Kind kind) {
    String[] parts = library.split("-");
    ClientLibrary client =
        switch (parts[0]) {
          case "jdk" -> ClientLibrary.jdk(Integer.parseInt(parts[1]));
          case "urlconnection" -> ClientLibrary.urlConnection(Integer.parseInt(parts[1]));
          case "apache4" -> ClientLibrary.apache4(parts[1]);
          case "apache5" -> ClientLibrary.apache5(parts[1]);
          case "apache4legacy" -> ClientLibrary.apache4Legacy(parts[1]);
          default -> ClientLibrary.okHttp(library.substring(library.indexOf('-') + 1));
        };
    List<String> flags =
        new ArrayList<>(List.of("-XX:TieredStopAtLevel=4", "-XX:-UseSerialGC")); // unlike in tests
    flags.addAll(List.of(options.list("flags")));
    if (parts[0].equals("urlconnection")) {
      flags.add("-Dapp.trust=" + (parts.length > 2 ? parts[2] : "default"));
    }
    return start(client, kind, flags.toArray(new String[0]));
  }

  private App start(ClientLibrary client, Kind kind, String[] flags) {
    boolean agent = kind.agent && !options.flag("placebo");
    return agent ? client.withAgent(options.list("agent"), flags) : client.withoutAgent(flags);
  }

  private Round round(Contender contender, String protocol, int millis) throws Exception {
    long before = nginx.accepts();
    App.Fetch load = contender.app().fetch(nginx.url(protocol));
    if (options.flag("cleanup") && !contender.kind().kept) {
      load.cleanUp();
    }
    if (options.named().containsKey("tls")) {
      load.config("tls", options.named().getOrDefault("tls", ""));
    }
    int origins = options.number("origins", 1);
    if (origins > 1) {
      load.origins(origins);
      if (contender.kind().kept) {
        load.config("pool", Integer.toString(2 * origins));
      }
    }
    if (contender.kind().kept && contender.library().startsWith("apache4legacy")) {
      load.config("manager", "kept"); // by itself it has one connection, for one thread
    }
    Outcome result = load.load(options.number("threads", 4), millis, contender.kind().kept);
    long connections = nginx.accepts() - before;
    long requests = Math.max(1, result.number("requests"));
    return new Round(
        requests,
        result.number("failures"),
        requests * 1e9 / result.number("nanos"),
        result.number("cpu") / 1e3 / requests,
        connections,
        result.number("threads"),
        result.number("p50") / 1e3,
        result.number("p99") / 1e3,
        String.valueOf(result.get("failure")));
  }

  private void print(String library, String protocol, List<Contender> contenders) {
    System.out.printf(
        "%n%s %s, %d threads, median of %d rounds in %d JVMs%n%-22s %10s %15s %10s %8s %8s %12s %9s %8s%n",
        library,
        protocol,
        options.number("threads", 4),
        contenders.get(0).rounds().size(),
        options.number("forks", 1),
        "",
        "req/s",
        "least to most",
        "cpu us/rq",
        "p50 us",
        "p99 us",
        "conns/rq",
        "failures",
        "threads");
    for (Contender contender : contenders) {
      System.out.printf(
          "%-22s %10.0f %15s %10.1f %8.0f %8.0f %12.6f %9d %8d%n",
          contender.kind().label(),
          contender.median(Round::perSecond),
          contender.spread(Round::perSecond),
          contender.median(Round::cpuMicros),
          contender.median(Round::p50),
          contender.median(Round::p99),
          (double) contender.sum(Round::connections) / contender.sum(Round::requests),
          contender.sum(Round::failures),
          contender.rounds().stream().mapToLong(Round::threads).max().orElse(0));
      contender.rounds().stream()
          .map(Round::failure)
          .filter(text -> !text.isEmpty())
          .findFirst()
          .ifPresent(text -> System.out.println("    first failure: " + text));
    }
    ratio(
        "fresh with agent / kept without", contenders, Kind.FRESH_WITH_AGENT, ">= 0.95", "<= 1.10");
    ratio("kept with agent / kept without", contenders, Kind.KEPT_WITH_AGENT, ">= 0.99", "-");
  }

  private static void ratio(
      String label, List<Contender> contenders, Kind kind, String wanted, String cpuWanted) {
    Contender base = find(contenders, Kind.KEPT_WITHOUT_AGENT);
    Contender judged = find(contenders, kind);
    if (base == null || judged == null) {
      return;
    }
    System.out.printf(
        "%-32s throughput %s (wanted %s), cpu per request %s (wanted %s)%n",
        label,
        judged.ratio(base, Round::perSecond),
        wanted,
        judged.ratio(base, Round::cpuMicros),
        cpuWanted);
  }

  private static @Nullable Contender find(List<Contender> contenders, Kind kind) {
    return contenders.stream()
        .filter(contender -> contender.kind() == kind)
        .findFirst()
        .orElse(null);
  }

  /** The command line. */
  private record Options(String[] libraries, String[] protocols, Map<String, String> named) {

    static Options parse(String[] arguments) {
      Map<String, String> named = new java.util.HashMap<>();
      List<String> rest = new ArrayList<>();
      for (String argument : arguments) {
        int equals = argument.indexOf('=');
        if (equals < 0) {
          rest.add(argument);
        } else {
          named.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
      }
      if (rest.size() != 2) {
        throw new IllegalArgumentException(
            "wanted: LIBRARIES PROTOCOLS [option=value ...], for example okhttp-4.12.0,jdk-25 https,h2");
      }
      return new Options(rest.get(0).split(","), rest.get(1).split(","), named);
    }

    int number(String name, int otherwise) {
      return Integer.parseInt(named.getOrDefault(name, Integer.toString(otherwise)));
    }

    boolean flag(String name) {
      return Boolean.parseBoolean(named.get(name));
    }

    String[] list(String name) {
      String text = named.getOrDefault(name, "");
      return text.isEmpty() ? new String[0] : text.split(";");
    }
  }
}
