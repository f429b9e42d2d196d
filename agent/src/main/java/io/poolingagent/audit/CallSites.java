package io.poolingagent.audit;

import io.poolingagent.pool.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A bounded table of the places in the application that create clients, or leak connections. The
 * place that was not seen for the longest time makes room; what it had counted moves to one row for
 * all such places, so that the sums stay right. Thread-safe; taken by sampled decisions only, hence
 * one lock.
 */
final class CallSites {
  static final int MOST_ROWS = 500;

  private final Clock clock;

  /** In the order of use, the place not seen for the longest time first. */
  private final LinkedHashMap<Site, Row> rows = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<String, Row> madeRoom = new TreeMap<>();

  CallSites(Clock clock) {
    this.clock = clock;
  }

  synchronized void add(
      String client,
      @Nullable StackTraceElement frame,
      long decisions,
      @Nullable Reason reason,
      @Nullable String detail,
      @Nullable String part) {
    Row row = row(new Site(client, frame));
    if (part != null) {
      row.wouldPoolBut = part;
    } else if (reason == null) {
      row.pooled += decisions;
    } else {
      row.leftAlone[reason.ordinal()] += decisions;
      row.detail = detail;
    }
  }

  synchronized void addLeak(String client, @Nullable StackTraceElement frame) {
    row(new Site(client, frame)).leaked++;
  }

  private Row row(Site site) {
    Row row = rows.get(site);
    if (row == null) {
      makeRoom();
      row = new Row(clock.nanoTime());
      rows.put(site, row);
    }
    row.lastSeen = clock.nanoTime();
    return row;
  }

  /** The places with the most clients first. */
  synchronized List<AuditReport.CallSite> report() {
    long now = clock.nanoTime();
    List<AuditReport.CallSite> report = new ArrayList<>();
    rows.forEach((site, row) -> report.add(row.report(site.client, site.location(), now)));
    madeRoom.forEach((client, row) -> report.add(row.report(client, "(other call sites)", now)));
    report.sort((a, b) -> Long.compare(b.created(), a.created()));
    return report;
  }

  private void makeRoom() {
    if (rows.size() < MOST_ROWS) {
      return;
    }
    Map.Entry<Site, Row> oldest = rows.entrySet().iterator().next();
    rows.remove(oldest.getKey());
    Row row = oldest.getValue();
    Row others = madeRoom.get(oldest.getKey().client);
    if (others == null) {
      madeRoom.put(oldest.getKey().client, row);
    } else {
      others.take(row);
    }
  }

  /** A place for one library; its parts are compared, no text is built until somebody looks. */
  private static final class Site {
    final String client;
    private final @Nullable StackTraceElement frame;

    Site(String client, @Nullable StackTraceElement frame) {
      this.client = client;
      this.frame = frame;
    }

    String location() {
      if (frame == null) {
        return "(unknown)"; // nothing but JDK and library frames, such as a task of a pool
      }
      String where =
          frame.getFileName() == null ? "" : frame.getFileName() + ":" + frame.getLineNumber();
      return frame.getClassName() + "." + frame.getMethodName() + "(" + where + ")";
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Site
          && client.equals(((Site) other).client)
          && Objects.equals(frame, ((Site) other).frame);
    }

    @Override
    public int hashCode() {
      return 31 * client.hashCode() + Objects.hashCode(frame);
    }
  }

  private static final class Row {
    private long firstSeen;
    private long lastSeen;
    private long pooled;
    private long leaked;
    private final long[] leftAlone = new long[Reason.values().length];
    private @Nullable String detail;
    private @Nullable String wouldPoolBut;

    Row(long now) {
      firstSeen = now;
      lastSeen = now;
    }

    void take(Row other) {
      firstSeen = firstSeen - other.firstSeen < 0 ? firstSeen : other.firstSeen;
      lastSeen = lastSeen - other.lastSeen > 0 ? lastSeen : other.lastSeen;
      pooled += other.pooled;
      leaked += other.leaked;
      for (int i = 0; i < leftAlone.length; i++) {
        leftAlone[i] += other.leftAlone[i];
      }
    }

    AuditReport.CallSite report(String client, String location, long now) {
      TreeMap<Reason, Long> reasons = new TreeMap<>();
      for (Reason each : Reason.values()) {
        if (leftAlone[each.ordinal()] > 0) {
          reasons.put(each, leftAlone[each.ordinal()]);
        }
      }
      return new AuditReport.CallSite(
          client,
          location,
          pooled,
          leaked,
          reasons,
          detail,
          wouldPoolBut,
          now - firstSeen,
          now - lastSeen);
    }
  }
}
