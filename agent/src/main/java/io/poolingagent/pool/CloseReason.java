package io.poolingagent.pool;

import java.util.Locale;

/**
 * Why a pooled connection was closed. The names are part of the metrics' API (tag {@code reason},
 * in lower case).
 */
public enum CloseReason {
  /** It had been idle for longer than {@link KeepAlive} allows. */
  IDLE,
  /** It had lived for its whole lifetime. */
  LIFETIME,
  /**
   * The check before reuse found it closed by the server, with bytes that nobody asked for, with
   * more of its streams reset than servers put up with ({@link StreamResets}), or idle since before
   * another one to the same place was silent ({@link Reuse#silent}).
   */
  STALE,
  /**
   * It was idle and stood in the way of another connection, or there were more idle ones than
   * allowed.
   */
  CAPACITY,
  /** The request on it failed. */
  ERROR,
  /** It was opened beyond a soft limit and served its one request. */
  OVERFLOW,
  /** The application closed the client that was using it. */
  CLIENT_CLOSED,
  /** The application dropped the client or response that held it, without closing either. */
  LEAKED,
  /** Its pool left the registry, or an operator evicted it. */
  POOL_CLOSED,
  /**
   * The server asked for it ({@code Connection: close}, RFC 9112 section 9.6; HTTP/2 GOAWAY, RFC
   * 9113 section 6.8).
   */
  SERVER;

  private final String tag = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name as it stands in metrics: {@code "client-closed"}. */
  public String tag() {
    return tag;
  }
}
