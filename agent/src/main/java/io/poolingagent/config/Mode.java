package io.poolingagent.config;

/** What the agent does with the clients that it sees. */
public enum Mode {
  /** Interchangeable clients share one pool. */
  POOL,
  /** Every client is left alone; the audit tells what pooling would have done. */
  OBSERVE
}
