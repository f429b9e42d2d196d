package io.poolingagent.audit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's own failures: each one is counted, the first of a kind is logged with its stack. The
 * application never sees them. Thread-safe.
 */
public final class Errors {
  /** More kinds than this are counted but not told apart; the agent's logging must stay bounded. */
  private static final int KINDS = 256;

  private final LongAdder count = new LongAdder();
  private final ConcurrentHashMap<String, Boolean> seen = new ConcurrentHashMap<>();

  /**
   * Counts a failure and logs the first of its kind. Never throws.
   *
   * @param where what the agent was doing, a constant
   * @param failure what went wrong
   */
  public void report(String where, Throwable failure) {
    count.increment();
    try {
      String kind = where + failure.getClass().getName();
      if (seen.size() < KINDS && seen.putIfAbsent(kind, Boolean.TRUE) == null) {
        Log.LOGGER.warn(
            "error in {}; the application goes on as without the agent (logged once, counted in JMX)",
            where,
            failure);
      }
    } catch (Throwable inLogging) {
      // Nothing may escape from here: the failure is counted, and that must do.
    }
  }

  /** How many failures there were since the start. */
  public long count() {
    return count.sum();
  }

  /** The logger apart, so that SLF4J is loaded by the first failure and not at start-up. */
  private static final class Log {
    static final Logger LOGGER = LoggerFactory.getLogger("errors");
  }
}
