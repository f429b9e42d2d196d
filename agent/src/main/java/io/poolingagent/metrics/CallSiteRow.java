package io.poolingagent.metrics;

import io.poolingagent.audit.AuditReport;
import java.util.concurrent.TimeUnit;

/**
 * What became of the clients that one place in the code created; a row for a console. Immutable.
 */
public final class CallSiteRow {

  private final AuditReport.CallSite site;

  CallSiteRow(AuditReport.CallSite site) {
    this.site = site;
  }

  /** {@code okhttp3}. */
  public String getClient() {
    return site.client();
  }

  /** {@code com.acme.Report.fetch(Report.java:42)}. */
  public String getLocation() {
    return site.location();
  }

  /** Clients created here, estimated. */
  public long getCreated() {
    return site.created();
  }

  /** Clients that share a pool, estimated. */
  public long getPooled() {
    return site.pooled();
  }

  /** Clients left alone, estimated. */
  public long getLeftAlone() {
    return site.created() - site.pooled();
  }

  /** Connections that requests from here never gave back: their response was not closed. */
  public long getLeaked() {
    return site.leaked();
  }

  /** Why. */
  public String getReasons() {
    return ClientRow.reasons(site.leftAlone());
  }

  /** What the last refusal was about; empty if it said nothing. */
  public String getDetail() {
    String detail = site.detail();
    return detail == null ? "" : detail;
  }

  /** The part by which a client from here last missed an existing pool; empty if none did. */
  public String getWouldPoolBut() {
    String part = site.wouldPoolBut();
    return part == null ? "" : part;
  }

  /** Seconds since a client was last seen here. */
  public long getLastSeenSecondsAgo() {
    return TimeUnit.NANOSECONDS.toSeconds(site.lastSeenNanosAgo());
  }
}
