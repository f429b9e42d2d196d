package io.poolingagent.audit;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What {@link Audit} knew at one moment. Immutable. */
public final class AuditReport {
  private final List<Client> clients;
  private final List<CallSite> callSites;

  AuditReport(List<Client> clients, List<CallSite> callSites) {
    this.clients = Collections.unmodifiableList(clients);
    this.callSites = Collections.unmodifiableList(callSites);
  }

  /** One row per client library, by name; exact counts. */
  public List<Client> clients() {
    return clients;
  }

  /** One row per place in the application and client library, the busiest first; estimates. */
  public List<CallSite> callSites() {
    return callSites;
  }

  private static long sum(Map<?, Long> counts) {
    long sum = 0;
    for (long each : counts.values()) {
      sum += each;
    }
    return sum;
  }

  /** What was decided about the clients of one library. */
  public static final class Client {
    private final String name;
    private final long pooled;
    private final SortedMap<Reason, Long> leftAlone;
    private final SortedMap<String, Long> wouldPoolBut;

    Client(
        String name,
        long pooled,
        SortedMap<Reason, Long> leftAlone,
        SortedMap<String, Long> wouldPoolBut) {
      this.name = name;
      this.pooled = pooled;
      this.leftAlone = Collections.unmodifiableSortedMap(leftAlone);
      this.wouldPoolBut = Collections.unmodifiableSortedMap(wouldPoolBut);
    }

    /** The library, such as {@code okhttp3}. */
    public String name() {
      return name;
    }

    /** Clients seen. */
    public long created() {
      return pooled + sum(leftAlone);
    }

    /** Clients that share a pool. */
    public long pooled() {
      return pooled;
    }

    /** Clients left alone, by reason; reasons that did not occur are not in it. */
    public SortedMap<Reason, Long> leftAlone() {
      return leftAlone;
    }

    /** Clients that missed an existing pool by one part of their configuration, by that part. */
    public SortedMap<String, Long> wouldPoolBut() {
      return wouldPoolBut;
    }
  }

  /**
   * What was decided about the clients of one library that one place in the code created, and what
   * it leaked.
   */
  public static final class CallSite {
    private final String client;
    private final String location;
    private final long pooled;
    private final long leaked;
    private final SortedMap<Reason, Long> leftAlone;
    private final @Nullable String detail;
    private final @Nullable String wouldPoolBut;
    private final long firstSeenNanosAgo;
    private final long lastSeenNanosAgo;

    CallSite(
        String client,
        String location,
        long pooled,
        long leaked,
        SortedMap<Reason, Long> leftAlone,
        @Nullable String detail,
        @Nullable String wouldPoolBut,
        long firstSeenNanosAgo,
        long lastSeenNanosAgo) {
      this.client = client;
      this.location = location;
      this.pooled = pooled;
      this.leaked = leaked;
      this.leftAlone = Collections.unmodifiableSortedMap(leftAlone);
      this.detail = detail;
      this.wouldPoolBut = wouldPoolBut;
      this.firstSeenNanosAgo = firstSeenNanosAgo;
      this.lastSeenNanosAgo = lastSeenNanosAgo;
    }

    /** The library, such as {@code okhttp3}. */
    public String client() {
      return client;
    }

    /** {@code com.acme.Report.fetch(Report.java:42)}. */
    public String location() {
      return location;
    }

    /** Clients created here, estimated. */
    public long created() {
      return pooled + sum(leftAlone);
    }

    /** Clients created here that share a pool, estimated. */
    public long pooled() {
      return pooled;
    }

    /** Connections that requests from here never gave back: their response was not closed. */
    public long leaked() {
      return leaked;
    }

    /** Clients created here that were left alone, by reason, estimated. */
    public SortedMap<Reason, Long> leftAlone() {
      return leftAlone;
    }

    /** What the last refusal was about, such as a type name; null when it said nothing. */
    public @Nullable String detail() {
      return detail;
    }

    /** The part by which a client from here last missed an existing pool; null if none did. */
    public @Nullable String wouldPoolBut() {
      return wouldPoolBut;
    }

    /** Nanoseconds since this place was first sampled. */
    public long firstSeenNanosAgo() {
      return firstSeenNanosAgo;
    }

    /** Nanoseconds since this place was last sampled. */
    public long lastSeenNanosAgo() {
      return lastSeenNanosAgo;
    }
  }
}
