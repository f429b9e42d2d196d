package io.poolingagent.client.urlconnection;

import io.poolingagent.pool.ConnectionStats;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.Permit;
import io.poolingagent.pool.SharedPool;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one pool to one origin. The one that came back last is taken first, as in the
 * JDK's own cache. Thread-safe; its lock is held for the queue alone.
 */
final class Route {
  /** As finely as it matters: all threads read this for each request, none should write it. */
  private static final long FINE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  final Connections pool;
  final SharedPool shared;
  final Origin origin;
  final Destination destination;
  final ConnectionStats stats;

  private final Set<PooledConnection> open = ConcurrentHashMap.newKeySet();
  private final ArrayDeque<PooledConnection> idle = new ArrayDeque<>(); // guarded by this
  private volatile int idleCount;
  private volatile boolean retired;
  private volatile long lastUsedNanos;

  Route(
      Connections pool, SharedPool shared, Origin origin, Destination destination, long nowNanos) {
    this.pool = pool;
    this.shared = shared;
    this.origin = origin;
    this.destination = destination;
    this.stats = destination.stats(Adapter.CLIENT);
    this.lastUsedNanos = nowNanos;
  }

  void add(PooledConnection connection) {
    open.add(connection);
  }

  void remove(PooledConnection connection) {
    open.remove(connection);
  }

  /** How many are open, but for those that somebody has beyond a soft limit. */
  int open() {
    int count = 0;
    for (PooledConnection connection : open) {
      Permit permit = connection.permit;
      count += permit != null && permit.overflow() ? 0 : 1;
    }
    return count;
  }

  /** All of its connections, idle or not; a view. */
  Iterable<PooledConnection> connections() {
    return open;
  }

  int idle() {
    return idleCount;
  }

  /**
   * The idle connection that came back last, or null; it is the caller's then.
   *
   * @param preferred to be had instead if it came back within {@code withinNanos} as well
   */
  @Nullable PooledConnection takeNewest(
      @Nullable PooledConnection preferred, long nowNanos, long withinNanos) {
    if (idleCount == 0) {
      return null;
    }
    synchronized (this) {
      PooledConnection taken =
          preferred != null && hasNew(preferred, nowNanos, withinNanos)
              ? preferred
              : idle.peekFirst();
      idle.remove(taken);
      idleCount = idle.size();
      return taken;
    }
  }

  private boolean hasNew(PooledConnection wanted, long nowNanos, long withinNanos) {
    for (PooledConnection each : idle) {
      if (nowNanos - each.idleSinceNanos > withinNanos) {
        return false;
      }
      if (each == wanted) {
        return true;
      }
    }
    return false;
  }

  /** The connection that has been idle for longest, or null; it is the caller's then. */
  synchronized @Nullable PooledConnection takeOldest() {
    PooledConnection taken = idle.pollLast();
    idleCount = idle.size();
    return taken;
  }

  synchronized boolean isIdle(PooledConnection connection) {
    return idle.contains(connection);
  }

  /** Takes a certain idle connection. */
  synchronized void take(PooledConnection connection) {
    idle.remove(connection);
    idleCount = idle.size();
  }

  /**
   * A request is done with a connection, which waits for another one.
   *
   * @return false if nobody would come here any more; then it is as it was
   */
  boolean giveBack(PooledConnection connection, long nowNanos) {
    Permit own = connection.takePermit(); // the next request may be there at once, with another
    if (!giveBack(connection)) {
      connection.permit = own;
      return false;
    }
    if (own != null) {
      own.release(nowNanos);
    }
    return true;
  }

  /** A connection waits for a request. False if nobody would come here any more. */
  synchronized boolean giveBack(PooledConnection connection) {
    if (retired) {
      return false;
    }
    idle.addFirst(connection);
    idleCount = idle.size();
    return true;
  }

  /** The idle connections at this moment. */
  synchronized PooledConnection[] idleConnections() {
    return idle.toArray(new PooledConnection[0]);
  }

  /** A request uses it, and its pool. */
  void touch(long nowNanos) {
    if (nowNanos - lastUsedNanos > FINE_NANOS) {
      lastUsedNanos = nowNanos;
    }
    shared.touch(nowNanos);
  }

  boolean isRetired() {
    return retired;
  }

  /** Leaves its pool if it has no connection and was not used for so long. */
  synchronized boolean retireIfUnused(long nowNanos, long unusedNanos) {
    if (open.isEmpty() && nowNanos - lastUsedNanos >= unusedNanos) {
      retired = true;
    }
    return retired;
  }
}
