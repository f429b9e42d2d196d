package io.poolingagent.pool;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * One origin, JVM-wide and over all client libraries: who may connect, how long a connection lives,
 * and what was seen. Thread-safe.
 */
public final class Destination {

  private final Origin origin;
  private final Clock clock;
  private final DoubleSupplier jitter;
  private final KeepAlive keepAlive;
  private final ConcurrentHashMap<String, ConnectionStats> stats = new ConcurrentHashMap<>();
  private volatile Limits limits;

  Destination(Origin origin, Limits limits, Clock clock, DoubleSupplier jitter) {
    this.origin = origin;
    this.limits = limits;
    this.clock = clock;
    this.jitter = jitter;
    this.keepAlive = new KeepAlive(clock, () -> this.limits.keepAliveNanos());
  }

  /** Where it is. */
  public Origin origin() {
    return origin;
  }

  /** The limits in force. */
  public Limits limits() {
    return limits;
  }

  /**
   * Puts other limits in force at once: waiting requests look again, idle connections beyond them
   * are closed.
   */
  public void limits(Limits limits) {
    this.limits = limits;
  }

  /**
   * Asks for the right to occupy one connection, and waits for it if the limits are hard and
   * reached. First come, first served. Costs no lock while the limits are not reached. Call it
   * before looking for a pooled connection and without a lock of the library held.
   *
   * @param pool where the connection will come from or go to
   * @param cancelled asked now and then while waiting; true gives up
   * @throws AcquireTimeoutException if there was no room in time, too many were waiting already, or
   *     waiting is not allowed
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws CancellationException if {@code cancelled} said so
   */
  @SuppressWarnings("unused")
  public Permit acquire(SharedPool pool, BooleanSupplier cancelled)
      throws AcquireTimeoutException, InterruptedException {
    return new Permit();
  }

  /**
   * The same without blocking. The future fails with {@link AcquireTimeoutException}; cancelling it
   * gives up. It is completed on this thread or on a thread of the agent, never with a lock held. A
   * permit that the caller cannot use any more must be released.
   */
  @SuppressWarnings("unused")
  public CompletableFuture<Permit> acquireAsync(SharedPool pool) {
    return CompletableFuture.completedFuture(new Permit());
  }

  /** How long connections to it may be idle. */
  public KeepAlive keepAlive() {
    return keepAlive;
  }

  /**
   * How long a connection opened now may live, in nanoseconds: the setting give or take a tenth.
   */
  public long newLifetimeNanos() {
    return (long) (limits.maxLifetimeNanos() * (0.9 + 0.2 * jitter.getAsDouble()));
  }

  /**
   * What was seen of the connections of one library to this destination.
   *
   * @param client the library's name, as in {@link PoolKey#client()}
   */
  public ConnectionStats stats(String client) {
    ConnectionStats known = stats.get(client);
    return known != null ? known : stats.computeIfAbsent(client, c -> new ConnectionStats(clock));
  }

  @Override
  public String toString() {
    return origin.toString();
  }
}
