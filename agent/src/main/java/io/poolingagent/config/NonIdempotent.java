package io.poolingagent.config;

/**
 * When a request that is not idempotent (RFC 9110 section 9.2.2: POST, PATCH, CONNECT) may travel
 * on a connection that served another request before.
 *
 * <p>A reused connection can die under the request without telling whether the server acted on it;
 * a fresh one cannot have been closed for idleness.
 */
public enum NonIdempotent {
  /**
   * Only on a connection that was checked to be open and silent, and that was idle for no longer
   * than {@link Setting#VALIDATED_IDLE} and what is known of the server ({@link
   * io.poolingagent.pool.Reuse}); the library's own re-send of it is suppressed.
   */
  VALIDATED,
  /** Never: such a request always opens a connection of its own. */
  FRESH,
  /** As the library decides by itself, its own re-sends included. */
  NATIVE
}
