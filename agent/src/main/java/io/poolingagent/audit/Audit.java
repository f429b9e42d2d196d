package io.poolingagent.audit;

import io.poolingagent.pool.Clock;
import io.poolingagent.pool.LeakWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts every decision about a client by its library and {@link Reason}, and attributes a sample
 * of them to the code that created the client.
 *
 * <p>A decision that is not sampled costs a map lookup and an increment, because applications make
 * thousands of clients per second. Sampled are the first {@value Tally#FIRST} of each kind of
 * decision, so that a rare reason always has a call site, and then each {@value Tally#EACH}th. Each
 * sample stands for all decisions since the one before, so the numbers per call site are estimates
 * that add up.
 *
 * <p>Thread-safe; never throws; memory is bounded whatever the application does.
 */
public final class Audit implements LeakWatch {
  /** Rows of {@link AuditReport#clients()} and of its parts; names come from us, so few exist. */
  private static final int MOST_NAMES = 64;

  private static final String OTHER = "(other)";

  private final Callers callers;
  private final CallSites callSites;
  private final ConcurrentHashMap<String, Decisions> byClient = new ConcurrentHashMap<>();

  /** An audit that has seen nothing, looking at this JVM's stacks. */
  public Audit(Clock clock) {
    this(clock, Callers.ofThisJvm());
  }

  Audit(Clock clock, Callers callers) {
    this.callers = callers;
    this.callSites = new CallSites(clock);
  }

  /** A client of this library ("okhttp3") was created and shares a pool. */
  public void pooled(String client) {
    count(client, decisions(client).pooled, null, null, null);
  }

  /**
   * A client of this library was created and left alone.
   *
   * @param detail which part or type, a constant or an existing string: nothing is built for this
   */
  public void leftAlone(String client, Reason reason, @Nullable String detail) {
    count(client, decisions(client).leftAlone[reason.ordinal()], reason, detail, null);
  }

  /**
   * A client would have shared an existing pool but for these few parts of its configuration. Comes
   * beside {@link #pooled} or {@link #leftAlone}, and is not counted as a client.
   *
   * @param parts their names; if there are none, nothing is counted
   */
  public void wouldPoolBut(String client, List<String> parts) {
    if (!parts.isEmpty()) {
      String all = String.join(", ", parts);
      count(client, tally(decisions(client).wouldPoolBut, all), null, null, all);
    }
  }

  @Override
  public @Nullable StackTraceElement caller() {
    return callers.caller();
  }

  @Override
  public void leaked(String client, @Nullable StackTraceElement where) {
    callSites.addLeak(client, where);
  }

  /** Whether the current thread is below one of these classes or packages; walks the stack. */
  public boolean calledFrom(List<String> names) {
    return callers.calledFrom(names);
  }

  /** Everything counted so far. Counts of different kinds are read one after the other. */
  public AuditReport report() {
    List<AuditReport.Client> clients = new ArrayList<>();
    for (String name : new TreeMap<>(byClient).keySet()) {
      Decisions decisions = decisions(name);
      TreeMap<Reason, Long> leftAlone = new TreeMap<>();
      for (Reason reason : Reason.values()) {
        long count = decisions.leftAlone[reason.ordinal()].sum();
        if (count > 0) {
          leftAlone.put(reason, count);
        }
      }
      TreeMap<String, Long> wouldPoolBut = new TreeMap<>();
      decisions.wouldPoolBut.forEach((part, count) -> wouldPoolBut.put(part, count.sum()));
      clients.add(new AuditReport.Client(name, decisions.pooled.sum(), leftAlone, wouldPoolBut));
    }
    return new AuditReport(clients, callSites.report());
  }

  private void count(
      String client,
      Tally tally,
      @Nullable Reason reason,
      @Nullable String detail,
      @Nullable String part) {
    long attributed = tally.count();
    if (attributed > 0) {
      callSites.add(client, callers.caller(), attributed, reason, detail, part);
    }
  }

  private Decisions decisions(String client) {
    Decisions known = byClient.get(client);
    if (known != null) {
      return known;
    }
    String name = byClient.size() < MOST_NAMES ? client : OTHER;
    Decisions fresh = new Decisions();
    Decisions raced = byClient.putIfAbsent(name, fresh);
    return raced == null ? fresh : raced;
  }

  private static Tally tally(ConcurrentHashMap<String, Tally> counters, String name) {
    Tally known = counters.get(name);
    if (known != null) {
      return known;
    }
    String bounded = counters.size() < MOST_NAMES ? name : OTHER;
    Tally fresh = Tally.plain();
    Tally raced = counters.putIfAbsent(bounded, fresh);
    return raced == null ? fresh : raced;
  }

  private static final class Decisions {
    final Tally pooled = Tally.busy();
    final Tally[] leftAlone = new Tally[Reason.values().length];
    final ConcurrentHashMap<String, Tally> wouldPoolBut = new ConcurrentHashMap<>();

    Decisions() {
      for (int i = 0; i < leftAlone.length; i++) {
        leftAlone[i] = Tally.plain();
      }
    }
  }
}
