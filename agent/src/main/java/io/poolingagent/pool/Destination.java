package io.poolingagent.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One origin, JVM-wide and over all client libraries: who may connect, how long a connection lives,
 * and what was seen. Thread-safe.
 */
public final class Destination {

  private final Origin origin;
  private final Destinations destinations;
  private final Gate gate;
  private final KeepAlive keepAlive;
  private final Reuse reuse;
  private final ConcurrentHashMap<String, ConnectionStats> stats = new ConcurrentHashMap<>();
  private volatile Limits limits;
  private volatile boolean limitsSetAtRunTime;

  // What follows is the gate's, and guarded by Gate.lock unless volatile or atomic:
  final List<Share> shares = new ArrayList<>(2);
  final Set<Waiter> waiters = new LinkedHashSet<>();
  int reserved;
  boolean left;
  long unusedSinceNanos;

  /** Requests holding a connection beyond a soft limit. */
  final AtomicInteger overflow = new AtomicInteger();

  /**
   * Somebody waits, or there are more connections than allowed: nobody may take what is free
   * without queueing.
   */
  volatile boolean contended;

  Destination(Origin origin, Limits limits, Destinations destinations, Gate gate) {
    this.origin = origin;
    this.limits = limits;
    this.destinations = destinations;
    this.gate = gate;
    this.keepAlive = new KeepAlive(gate.clock(), () -> this.limits.keepAliveNanos());
    this.reuse = new Reuse(gate.clock());
    this.unusedSinceNanos = gate.clock().nanoTime();
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
   * Puts other limits in force at once: waiting requests look again; of the connections beyond them
   * the idle ones are closed now, the others as they come back. From now on it never leaves. Calls
   * pools, so it must not be called with a library's lock held.
   */
  public void limits(Limits limits) {
    limits(limits, true);
  }

  /**
   * @param setAtRunTime whether the settings say otherwise
   */
  void limits(Limits limits, boolean setAtRunTime) {
    this.limits = limits;
    this.limitsSetAtRunTime = setAtRunTime;
    gate.upkeep().limitsChanged(this);
  }

  /** Whether nothing is lost but what was learned and counted. Under Gate.lock. */
  boolean mayLeave() {
    return shares.isEmpty() && waiters.isEmpty() && !limitsSetAtRunTime;
  }

  /**
   * Asks for the right to occupy one connection, and waits for it if the limits are hard and
   * reached. First come, first served. Costs one compare-and-set and no lock while the limits are
   * not reached. Call it before looking for a pooled connection and without a lock of the library
   * held.
   *
   * @param pool where the connection will come from or go to
   * @param cancelled asked now and then while waiting; true gives up
   * @throws AcquireTimeoutException if there was no room in time, too many were waiting already, or
   *     waiting is not allowed
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws CancellationException if {@code cancelled} said so
   */
  public Permit acquire(SharedPool pool, BooleanSupplier cancelled)
      throws AcquireTimeoutException, InterruptedException {
    Share share = shareOf(pool);
    Permit permit = gate.tryAcquire(share);
    if (permit == null) {
      permit = share.destination.acquireNow(share);
    }
    Permit granted = permit != null ? permit : enqueue(share, false).await(cancelled);
    granted.askedBy(gate.leaks.caller());
    return granted;
  }

  /**
   * The right to occupy one connection if one that is reserved for this pool is free. Never waits;
   * calls no {@link NativePool}, so a lock of the library may be held.
   *
   * @param pool where the connection is
   * @return null if not, which says nothing about the limits: ask {@link #acquire} then
   */
  public @Nullable Permit tryAcquire(SharedPool pool) {
    Share share = pool.share(this);
    return share == null ? null : gate.tryAcquire(share);
  }

  /**
   * The same without blocking. The future fails with {@link AcquireTimeoutException}; cancelling it
   * gives up. It is complete on return, or else completed on a thread of the agent, never with a
   * lock held. A permit that the caller cannot use any more must be released.
   */
  public CompletableFuture<Permit> acquireAsync(SharedPool pool) {
    Share share = shareOf(pool);
    Permit permit = gate.tryAcquire(share);
    try {
      if (permit == null) {
        permit = share.destination.acquireNow(share);
      }
      if (permit == null) {
        return enqueue(share, true);
      }
      permit.askedBy(gate.leaks.caller());
      return CompletableFuture.completedFuture(permit);
    } catch (AcquireTimeoutException e) {
      CompletableFuture<Permit> failed = new CompletableFuture<>();
      failed.completeExceptionally(e);
      return failed;
    }
  }

  /** What can be had without waiting; null if it is to be waited for. */
  private @Nullable Permit acquireNow(Share share) throws AcquireTimeoutException {
    gate.reclaimLeaked();
    Permit permit = gate.acquireNow(share);
    if (permit != null) {
      return permit;
    }
    switch (limits.onExhausted()) {
      case OVERFLOW:
        return gate.overflow(share);
      case FAIL:
        share.stats.acquireTimedOut();
        throw new AcquireTimeoutException("no connection to " + this + " is free (" + limits + ")");
      default:
        return null;
    }
  }

  private static Waiter enqueue(Share share, boolean async) throws AcquireTimeoutException {
    Destination destination = share.destination;
    Waiter waiter = destination.gate.enqueue(share, async);
    if (waiter == null) {
      share.stats.acquireTimedOut();
      throw new AcquireTimeoutException(
          "too many requests wait for a connection to "
              + destination
              + " ("
              + destination.limits
              + ")");
    }
    return waiter;
  }

  private Share shareOf(SharedPool pool) {
    Share share = pool.share(this);
    if (share == null) {
      share = gate.share(pool, this);
    }
    return share != null ? share : destinations.of(origin).shareOf(pool);
  }

  /** How long connections to it may be idle. */
  public KeepAlive keepAlive() {
    return keepAlive;
  }

  /** A connection that had been idle for so many nanoseconds was found closed by the server. */
  public void serverClosedIdle(long afterNanos) {
    keepAlive.serverClosedIdle(afterNanos);
    reuse.serverClosedIdle(afterNanos);
  }

  /** What came of using connections to it more than once. */
  public Reuse reuse() {
    return reuse;
  }

  /**
   * How long a connection opened now may live, in nanoseconds: the setting give or take a tenth.
   */
  public long newLifetimeNanos() {
    return (long) (limits.maxLifetimeNanos() * (0.9 + 0.2 * destinations.jitter()));
  }

  /**
   * What was seen of the connections of one library to this destination.
   *
   * @param client the library's name, as in {@link PoolKey#client()}
   */
  public ConnectionStats stats(String client) {
    ConnectionStats known = stats.get(client);
    return known != null
        ? known
        : stats.computeIfAbsent(client, c -> new ConnectionStats(this, c, gate.clock()));
  }

  /** What was seen, by library; in no order. */
  public Collection<ConnectionStats> stats() {
    return new ArrayList<>(stats.values());
  }

  /**
   * Closes all idle connections to it, of all pools. Calls pools, so it must not be called with a
   * library's lock held.
   *
   * @return how many were closed
   */
  public int evictIdle() {
    int closed = 0;
    for (Share share : gate.shares(this)) {
      SharedPool pool = share.pool();
      if (pool != null) {
        closed += pool.engine().closeIdle(origin, Integer.MAX_VALUE, CloseReason.POOL_CLOSED);
      }
    }
    return closed;
  }

  /** Held (upper half) and idle (lower half) connections of one library's pools. */
  long activeAndIdle(String client) {
    int active = 0;
    int idle = 0;
    for (Share share : gate.shares(this)) {
      SharedPool pool = share.pool();
      if (pool != null && pool.key().client().equals(client)) {
        active += share.held();
        idle += pool.engine().idle(origin);
      }
    }
    return ((long) active << 32) | idle;
  }

  @Override
  public String toString() {
    return origin.toString();
  }
}
