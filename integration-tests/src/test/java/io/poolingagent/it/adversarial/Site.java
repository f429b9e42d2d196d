package io.poolingagent.it.adversarial;

import io.poolingagent.it.Outcome;
import io.poolingagent.it.SocketCount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * All adversaries, for one application alone, and the judge of what failed. Every address is one of
 * loopback; some have settings of their own, see {@link #settings}.
 */
final class Site implements AutoCloseable {
  private static final String ORDINARY = "127.0.0.1";
  private static final String HERE = "here";
  private static final String ELSEWHERE = "elsewhere";
  private static final String MOVING = "moving.test";
  private static final List<String> MOVING_TO = List.of("127.0.0.2", "127.0.0.3");

  /** POSTs to this one go over fresh connections only. */
  private static final String FRESH = "127.0.0.8";

  /** What is idle for half a second is not used again here. */
  private static final String SHORT = "127.0.0.9";

  private static final long STRIKE_MILLIS = 1_000;
  private static final long SILENCE_MILLIS = 10_000;

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

  /** A server to be. */
  private record Spot(String label, Behaviour behaviour, String address) {}

  private final Ledger ledger = new Ledger();
  private final Supplier<SocketCount> counts;
  private final SocketCount sockets;
  private final Map<String, Adversary> adversaries = new LinkedHashMap<>();
  private final Map<String, String> urls = new LinkedHashMap<>();
  private final Path hosts;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private int movedTo;

  private Site(Path hosts, List<Spot> spots, long seed, Supplier<SocketCount> counts) {
    this.hosts = hosts;
    this.counts = counts;
    this.sockets = counts.get();
    Random random = new Random(seed);
    for (Spot spot : spots) {
      if (spot.behaviour() == Behaviour.MOVES) {
        int port = start(spot, 0, random);
        start(new Spot(ELSEWHERE, Behaviour.MOVES, MOVING_TO.get(1)), port, random);
        urls.put(spot.label(), "http://" + MOVING + ":" + port + "/");
        every(STRIKE_MILLIS, () -> move(adversary(spot.label()), adversary(ELSEWHERE)));
      } else {
        int port = start(spot, 0, random);
        urls.put(spot.label(), "http://" + spot.address() + ":" + port + "/");
        if (spot.behaviour() == Behaviour.RESTARTS) {
          every(STRIKE_MILLIS, () -> adversary(spot.label()).strike());
        } else if (spot.behaviour() == Behaviour.GOES_SILENT) {
          every(SILENCE_MILLIS, () -> adversary(spot.label()).strike());
        }
      }
    }
    resolve();
  }

  /**
   * One server of each kind.
   *
   * @param folder for the file that tells where names lead to
   */
  static Site ofAll(Path folder, String name, long seed) {
    List<Spot> spots = new ArrayList<>();
    for (Behaviour behaviour : EnumSet.complementOf(EnumSet.of(Behaviour.ANSWERS))) {
      String label = label(behaviour);
      spots.add(
          new Spot(
              label,
              behaviour,
              switch (behaviour) {
                case MOVES -> MOVING_TO.get(0);
                case FORGETS_IDLE -> SHORT;
                default -> ORDINARY;
              }));
      if (behaviour == Behaviour.CLOSES_IDLE || behaviour == Behaviour.CLOSES_ON_REUSE) {
        spots.add(new Spot(label + ", fresh", behaviour, FRESH));
      }
    }
    return new Site(folder.resolve(name + ".hosts"), spots, seed, SocketCount::withoutMaximum);
  }

  /** Many servers, whose faults no request need suffer from but a restart. */
  static Site of(int servers, Path folder, long seed) {
    List<Behaviour> kinds =
        List.of(
            Behaviour.ANSWERS_SLOWLY,
            Behaviour.CLOSES_IDLE,
            Behaviour.HINTS,
            Behaviour.RESTARTS,
            Behaviour.CLOSES_ON_REUSE);
    List<Spot> spots = new ArrayList<>();
    for (int i = 0; i < servers; i++) {
      Behaviour kind = kinds.get(i % kinds.size());
      spots.add(new Spot(label(kind) + " " + i, kind, FRESH));
    }
    return new Site(folder.resolve("hosts"), spots, seed, SocketCount::new);
  }

  private static String label(Behaviour behaviour) {
    return behaviour.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private int start(Spot spot, int port, Random random) {
    Adversary started =
        new Adversary(
            spot.behaviour(),
            spot.address(),
            port,
            ledger,
            counts.get(),
            sockets,
            random.nextLong());
    adversaries.put(spot.label(), started);
    return started.port();
  }

  private void every(long millis, Runnable strike) {
    var unused = clock.scheduleAtFixedRate(strike, STRIKE_MILLIS, millis, TimeUnit.MILLISECONDS);
  }

  /** A server whose name leads elsewhere when it is told to, and then goes on as before. */
  static Site movable(Path folder, long seed) {
    Spot spot = new Spot(HERE, Behaviour.ANSWERS, MOVING_TO.get(0));
    Site site = new Site(folder.resolve("hosts"), List.of(spot), seed, SocketCount::withoutMaximum);
    int port = site.adversary(HERE).port();
    site.start(new Spot(ELSEWHERE, Behaviour.ANSWERS, MOVING_TO.get(1)), port, new Random(seed));
    site.urls.put(HERE, "http://" + MOVING + ":" + port + "/");
    return site;
  }

  /** The server that {@link #movable} starts with. */
  Adversary here() {
    return adversary(HERE);
  }

  /** The name leads elsewhere from now on. */
  void moveName() {
    movedTo = 1 - movedTo;
    resolve();
  }

  private void move(Adversary one, Adversary other) {
    Adversary before = movedTo == 0 ? one : other;
    (movedTo == 0 ? other : one).isCurrent(true);
    moveName();
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

  /** The most connections that all servers together had at once. */
  int maxOpen() {
    return sockets.maxOpen();
  }

  /** The server that a name leads to at times. */
  Adversary elsewhere() {
    return adversary(ELSEWHERE);
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
    return Objects.requireNonNull(adversaries.get(label), label);
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
    if (!"POST".equals(failure.get("method"))) {
      return Cause.UNEXPLAINED;
    }
    if (behaviour.drops("POST")) {
      return Cause.DROPPED;
    }
    return behaviour.leaves() && !ledger.wasExecuted(name) ? Cause.CROSSED : Cause.UNEXPLAINED;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    adversaries.values().forEach(Adversary::close);
  }
}
