package io.poolingagent.pool;

/**
 * What the domain asks of a library's own connection pool. An adapter implements it.
 *
 * <p>Called from any thread, but never while the domain holds a lock of its own, so an
 * implementation may take the library's locks and may call {@link Permit#release()} back. No method
 * may wait for the network.
 */
public interface NativePool {

  /** How many open connections to this origin wait for a request. */
  int idle(Origin origin);

  /**
   * How many connections to this origin are open, idle or not. A connection counts from the moment
   * it is established at the latest, and until its socket is closed. Those that somebody has beyond
   * a soft limit ({@link Permit#overflow()}) must not count: no {@link Share} has reserved them, so
   * they would pass for more than the limits allow, and the idle ones would be closed for them.
   */
  int open(Origin origin);

  /**
   * Closes up to {@code atMost} idle connections to this origin, the least recently used first.
   * Their sockets are closed when this returns: the caller may open another one in their place.
   *
   * @param reason to be counted for each, as for any connection that is closed ({@link
   *     ConnectionStats#closed})
   * @return how many were closed
   */
  int closeIdle(Origin origin, int atMost, CloseReason reason);

  /**
   * Closes what has been idle too long or has lived too long.
   *
   * @param nowNanos the time, as {@link Clock#nanoTime()} tells it
   * @return nanoseconds until the next look is due, or -1 if there is nothing to look after
   */
  long evict(long nowNanos);

  /**
   * The pool leaves its registry: closes what is idle, and what is in use as soon as it comes back.
   * Idempotent.
   */
  void close();
}
