package io.poolingagent.it.adversarial;

import io.poolingagent.it.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * All adversaries, for one application alone, and the judge of what failed. Every address is one of
 * loopback; some have settings of their own, see {@link #settings}.
 */
final class Site implements AutoCloseable {
  private static final String ORDINARY = "127.0.0.1";
  private static final String MOVING = "moving.test";
  private static final List<String> MOVING_TO = List.of("127.0.0.2", "127.0.0.3");

  /** POSTs to this one go over fresh connections only. */
  private static final String FRESH = "127.0.0.8";

  /** What is idle for half a second is not used again here. */
  private static final String SHORT = "127.0.0.9";

  private static final long STRIKE_MILLIS = 1_000;
  private static final long SILENCE_MILLIS = 4_000;

  /** What made a request fail. */
  enum Cause {
    /**
     * A strike fell between its beginning and its end: a fresh connection would not have helped.
     */
    INFLICTED,

    /** A POST crossed the end of its connection: the server had left before it arrived. */
    CROSSED,

    /** A POST met a server that does not answer on a used connection. */
    DROPPED,

    /** Its connection had gone silent before, which nothing tells. */
    SILENT,

    /** None of these. */
    UNEXPLAINED
  }

  private final Ledger ledger = new Ledger();
  private final Map<String, Adversary> adversaries = new LinkedHashMap<>();
  private final Map<String, String> urls = new LinkedHashMap<>();
  private final Path hosts;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private int movedTo;

  /**
   * Starts all servers.
   *
   * @param folder for the file that tells where names lead to
   */
  Site(Path folder, String name, long seed) {
    Random random = new Random(seed);
    hosts = folder.resolve(name + ".hosts");
    for (Behaviour behaviour : Behaviour.values()) {
      switch (behaviour) {
        case MOVES -> {
          int port = start(behaviour, "moves", MOVING_TO.get(0), 0, random);
          start(behaviour, "moves, elsewhere", MOVING_TO.get(1), port, random);
          urls.put("moves", "http://" + MOVING + ":" + port + "/");
        }
        case FORGETS_IDLE -> startAndName(behaviour, label(behaviour), SHORT, random);
        default -> startAndName(behaviour, label(behaviour), ORDINARY, random);
      }
      if (behaviour == Behaviour.CLOSES_IDLE || behaviour == Behaviour.CLOSES_ON_REUSE) {
        startAndName(behaviour, label(behaviour) + ", fresh", FRESH, random);
      }
    }
    resolve();
    every(STRIKE_MILLIS, () -> adversary("restarts").strike());
    every(STRIKE_MILLIS, this::move);
    every(SILENCE_MILLIS, () -> adversary("goes silent").strike());
  }

  private static String label(Behaviour behaviour) {
    return behaviour.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private void startAndName(Behaviour behaviour, String label, String address, Random random) {
    urls.put(label, "http://" + address + ":" + start(behaviour, label, address, 0, random) + "/");
  }

  private int start(Behaviour behaviour, String label, String address, int port, Random random) {
    Adversary started = new Adversary(behaviour, address, port, ledger, random.nextLong());
    adversaries.put(label, started);
    return started.port();
  }

  private void every(long millis, Runnable strike) {
    var unused = clock.scheduleAtFixedRate(strike, STRIKE_MILLIS, millis, TimeUnit.MILLISECONDS);
  }

  private void move() {
    Adversary before = adversary(movedTo == 0 ? "moves" : "moves, elsewhere");
    movedTo = 1 - movedTo;
    adversary(movedTo == 0 ? "moves" : "moves, elsewhere").isCurrent(true);
    resolve();
    before.isCurrent(false);
    before.strike();
  }

  private void resolve() {
    try {
      Path next = hosts.resolveSibling(hosts.getFileName() + ".next");
      Files.writeString(next, MOVING_TO.get(movedTo) + " " + MOVING + "\n127.0.0.1 localhost\n");
      Files.move(next, hosts, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JVM flags by which the application finds the servers, and asks anew each time. */
  String[] flags() {
    return new String[] {"-Djdk.net.hosts.file=" + hosts, "-Dsun.net.inetaddr.ttl=0"};
  }

  /** What an operator who knows these servers would tell the agent. */
  static Path settings(Path folder) {
    String text =
        """
        hosts {
          "%s" { non-idempotent = fresh }
          "%s" { keep-alive = 500ms }
        }
        """
            .formatted(FRESH, SHORT);
    try {
      return Files.writeString(folder.resolve("pooling.conf"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Name and address of each server. */
  Map<String, String> urls() {
    return urls;
  }

  Ledger ledger() {
    return ledger;
  }

  /** The server of this name. */
  Adversary adversary(String label) {
    return java.util.Objects.requireNonNull(adversaries.get(label), label);
  }

  /**
   * Why a request failed.
   *
   * @param pooled whether its connection may have been used before
   */
  Cause judge(Outcome failure, boolean pooled) {
    String label = String.valueOf(failure.get("target"));
    String name = String.valueOf(failure.get("request"));
    Adversary adversary = adversary(label);
    Behaviour behaviour = adversary.behaviour();
    // Milliseconds are cut off on both sides.
    long start = failure.number("start") - 1;
    long end = failure.number("end") + 1;
    if (behaviour == Behaviour.GOES_SILENT && ledger.hasMetSilence(name)) {
      return pooled ? Cause.SILENT : Cause.UNEXPLAINED;
    }
    if (behaviour != Behaviour.MOVES && adversary.hadEvent(start, end)) {
      return Cause.INFLICTED;
    }
    if (!pooled || String.valueOf(urls.get(label)).contains(FRESH)) {
      return Cause.UNEXPLAINED;
    }
    if (!"POST".equals(failure.get("method")) || ledger.wasExecuted(name)) {
      return Cause.UNEXPLAINED;
    }
    return behaviour.leaves()
        ? Cause.CROSSED
        : behaviour == Behaviour.CLOSES_ON_REUSE ? Cause.DROPPED : Cause.UNEXPLAINED;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    adversaries.values().forEach(Adversary::close);
  }
}
