package io.poolingagent.metrics;

import io.poolingagent.audit.AuditReport;
import io.poolingagent.audit.Reason;
import java.util.Map;

/** What became of the clients of one library; a row for a console. Immutable. */
public final class ClientRow {

  private final AuditReport.Client client;

  ClientRow(AuditReport.Client client) {
    this.client = client;
  }

  /** {@code okhttp3}. */
  public String getClient() {
    return client.name();
  }

  /** Clients seen. */
  public long getCreated() {
    return client.created();
  }

  /** Clients that share a pool. */
  public long getPooled() {
    return client.pooled();
  }

  /** Clients left alone. */
  public long getLeftAlone() {
    return client.created() - client.pooled();
  }

  /** Why: {@code EXPLICIT_POOL 12 (the application gave it ...)}. */
  public String getReasons() {
    return reasons(client.leftAlone());
  }

  /** The parts by which clients missed an existing pool: {@code dns 3}. */
  public String getWouldPoolBut() {
    StringBuilder text = new StringBuilder();
    client
        .wouldPoolBut()
        .forEach(
            (part, n) ->
                text.append(text.length() == 0 ? "" : ", ").append(part).append(' ').append(n));
    return text.toString();
  }

  static String reasons(Map<Reason, Long> counts) {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (reason, n) ->
            text.append(text.length() == 0 ? "" : "; ")
                .append(reason)
                .append(' ')
                .append(n)
                .append(" (")
                .append(reason.sentence())
                .append(')'));
    return text.toString();
  }
}
