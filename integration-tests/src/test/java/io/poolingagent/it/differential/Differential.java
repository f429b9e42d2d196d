package io.poolingagent.it.differential;

import io.poolingagent.it.App;
import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One application with the agent and without it. Some outcomes depend on which of two packets or
 * threads comes first; so a scenario that looks different is played again, and fails if it shows
 * something with the agent that it never shows without (a {@link Scenario#racy} one, if it does so
 * more than now and then).
 */
final class Differential implements AutoCloseable {

  /** How often a scenario that looks different is played again. */
  private static final int AGAIN = 10;

  /** What was seen of one run, from both sides. */
  private record Observation(List<Map<String, List<String>>> application, List<String> server) {

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      application.forEach(outcome -> text.append("    application: ").append(outcome).append('\n'));
      server.forEach(
          request ->
              text.append("    server: ").append(request.replace("\r\n", "\\r\\n")).append('\n'));
      return text.toString();
    }
  }

  private final App control;
  private final App agent;

  /**
   * @param flags of both JVMs
   */
  Differential(ClientLibrary library, String... flags) {
    this.control = library.withoutAgent(flags);
    this.agent = library.withAgent(new String[0], flags);
  }

  /**
   * Plays a scenario.
   *
   * @throws AssertionError if the application can tell that the agent is there
   */
  void check(Scenario scenario) {
    String difference = difference(scenario);
    if (difference != null) {
      throw new AssertionError(difference);
    }
    checkAgent();
  }

  /**
   * Looks whether the agent swallowed an error.
   *
   * @throws AssertionError if it did
   */
  void checkAgent() {
    agent.jvm().checkAgentErrors();
  }

  /** What differs, null for nothing. */
  @Nullable String difference(Scenario scenario) {
    try (Scenario.Scene scene = scenario.open()) {
      Set<Observation> without = new LinkedHashSet<>();
      List<Observation> with = new ArrayList<>();
      long mostWithout = 0;
      long mostWith = 0;
      for (int i = 0; i <= AGAIN; i++) {
        without.add(observe(control, scenario, scene));
        mostWithout = Math.max(mostWithout, notToBeRepeated(scene.seen()));
        with.add(observe(agent, scenario, scene));
        mostWith = Math.max(mostWith, notToBeRepeated(scene.seen()));
        if (without.containsAll(with) && mostWith <= mostWithout * scenario.repetitions()) {
          return null;
        }
      }
      if (mostWith > mostWithout * scenario.repetitions()) {
        return scenario + ": " + mostWith + " POST instead of at most " + mostWithout;
      }
      with.removeAll(without);
      if (scenario.mayBeBetter()) {
        with.removeIf(one -> isBetter(one, without));
      }
      if (with.isEmpty() || (scenario.isRacy() && with.size() <= AGAIN / 2)) {
        return null;
      }
      StringBuilder text = new StringBuilder(scenario.toString()).append('\n');
      without.forEach(one -> text.append("  without the agent\n").append(one));
      new LinkedHashSet<>(with).forEach(one -> text.append("  only with the agent\n").append(one));
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether all that is different in it is that the application got an answer where it only ever
   * failed without the agent: libraries that repeat a request themselves, or pool by themselves, do
   * not all look whether the server has left the connection, or has written a 408 on it. What took
   * such a 408 for its answer never reached the server then, and whatever the server has to say to
   * it, now that it does, is right.
   */
  private static boolean isBetter(Observation one, Set<Observation> without) {
    for (int i = 0; i < one.application().size(); i++) {
      Map<String, List<String>> seen = one.application().get(i);
      int at = i;
      boolean usual = without.stream().anyMatch(other -> other.application().get(at).equals(seen));
      boolean alwaysFailed =
          without.stream().allMatch(other -> isFailure(other.application().get(at)));
      boolean arrivesNow =
          hasArrived(at, one) && without.stream().noneMatch(o -> hasArrived(at, o));
      if (!usual && !(alwaysFailed && (arrivesNow || !isFailure(seen)))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the server has seen the request of this number; random scenarios number theirs. */
  private static boolean hasArrived(int request, Observation seen) {
    return seen.server().stream().anyMatch(head -> head.contains("X-Ask: " + request + "\r\n"));
  }

  private static boolean isFailure(Map<String, List<String>> outcome) {
    return outcome.containsKey("exception") || List.of("408").equals(outcome.get("status"));
  }

  private static Observation observe(App app, Scenario scenario, Scenario.Scene scene)
      throws IOException {
    List<Map<String, List<String>>> application = new ArrayList<>();
    for (Outcome outcome : scenario.play(app, scene)) {
      application.add(lasting(outcome, scenario));
    }
    List<String> requests = scene.seen().stream().map(scenario::compared).toList();
    return new Observation(application, withoutRepetition(scenario, requests));
  }

  /** What an application sees, without what differs from run to run. */
  private static Map<String, List<String>> lasting(Outcome outcome, Scenario scenario) {
    Outcome steady =
        outcome
            .without("millis")
            .replacing("okhttp-(sent|received)-millis: \\d+", "$1")
            .replacing("@[0-9a-f]{4,}", "@");
    if (!scenario.hasExactMessages()) {
      steady = steady.firstExceptionOnly();
    }
    Map<String, List<String>> facts = new LinkedHashMap<>(steady.facts());
    facts.computeIfPresent(
        "thread",
        (fact, names) -> names.stream().map(name -> name.replaceAll("\\d+", "#")).toList());
    return facts;
  }

  /**
   * What the server was sent, each request once: libraries repeat a request when a connection that
   * had carried another one ends (RFC 9110, 9.2.2; RFC 9112, 9.3.1), and some write the headers of
   * the repetition in another order. A tunnel is made once for all who use it.
   */
  private static List<String> withoutRepetition(Scenario scenario, List<String> requests) {
    List<String> different = new ArrayList<>();
    String last = "";
    for (String request : requests) {
      String sorted = request.lines().sorted().collect(Collectors.joining("\n"));
      if (!sorted.equals(last) && !(scenario.isWarm() && request.startsWith("CONNECT"))) {
        different.add(request);
      }
      last = sorted;
    }
    return different;
  }

  /** How often the server was sent what it must not do twice. */
  private static long notToBeRepeated(List<String> requests) {
    return requests.stream()
        .filter(request -> request.startsWith("POST") || request.startsWith("PATCH"))
        .count();
  }

  @Override
  public void close() {
    try {
      control.close();
    } finally {
      agent.close();
    }
  }
}
