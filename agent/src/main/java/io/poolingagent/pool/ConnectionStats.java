package io.poolingagent.pool;

/**
 * What was seen of the connections of one client library to one destination. Thread-safe, cheap to
 * write.
 */
public final class ConnectionStats {

  @SuppressWarnings("unused")
  ConnectionStats(Clock clock) {}

  /**
   * A connection was opened.
   *
   * @param connectNanos how long it took to connect, without TLS; negative if unknown
   * @param tlsNanos how long the TLS handshake took; negative if there was none or it is unknown
   */
  @SuppressWarnings("unused")
  public void opened(long connectNanos, long tlsNanos) {}

  /** A request took an idle connection. */
  public void reused() {}

  /** A pooled connection was closed. */
  @SuppressWarnings("unused")
  public void closed(CloseReason reason) {}

  /** A connection could not be opened. */
  public void failed() {}
}
