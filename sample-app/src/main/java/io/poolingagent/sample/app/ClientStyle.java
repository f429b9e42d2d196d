package io.poolingagent.sample.app;

/** How the application holds its HTTP client. */
public enum ClientStyle {
  /** A new client for each request: simple to write, and what the agent is for. */
  PER_REQUEST,
  /**
   * One client kept for the life of the application: the same code rewritten by hand, our
   * yardstick.
   */
  SHARED
}
