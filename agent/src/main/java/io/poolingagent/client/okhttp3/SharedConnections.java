package io.poolingagent.client.okhttp3;

import io.poolingagent.client.AgentContext;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.NativePool;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.Permit;
import io.poolingagent.pool.SharedPool;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * A pool of OkHttp's that interchangeable clients share. OkHttp finds, adds and releases
 * connections in it as in any other; this class knows of each connection, and closes idle ones by
 * our rules: OkHttp's own clean-up has one keep-alive time for all servers, and no lifetime.
 */
final class SharedConnections implements NativePool {
  /** How often idle connections are looked at: for what the server closed, and for leaked calls. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** OkHttp's own clean-up, kept out of the way; it would also do if the agent's thread died. */
  private static final long NATIVE_KEEP_ALIVE_NANOS = TimeUnit.MINUTES.toNanos(5);

  final Key key;
  final Object nativePool;

  /** Held because OkHttp's public pool object owns the native one. */
  @SuppressWarnings({"unused", "UnusedVariable"})
  private final ConnectionPool pool;

  private final Internals internals;
  private final AgentContext context;
  private final Health health;

  private final PooledConnections connections;
  private final Eviction eviction;

  private volatile @Nullable SharedPool shared;

  SharedConnections(
      Key key, Internals internals, AgentContext context, Map<Object, PooledConnection> directory)
      throws Throwable {
    this.connections = new PooledConnections(directory);
    this.key = key;
    this.internals = internals;
    this.context = context;
    this.health = new Health(internals, context::settings, key.idleLimits.keepAliveNanos);
    long nativeKeepAliveNanos =
        Math.max(NATIVE_KEEP_ALIVE_NANOS, 2 * context.settings().longestKeepAliveNanos());
    this.pool = new ConnectionPool(Integer.MAX_VALUE, nativeKeepAliveNanos, TimeUnit.NANOSECONDS);
    this.nativePool = internals.nativePool(pool);
    this.eviction = new Eviction(connections, nativePool, internals, context, health);
  }

  /** The domain's view of this pool; set right after it is made. */
  void shared(SharedPool shared) {
    this.shared = shared;
  }

  SharedPool shared() {
    SharedPool known = shared;
    if (known == null) {
      throw new IllegalStateException("pool used before it was registered");
    }
    return known;
  }

  boolean isClosed() {
    return eviction.closesAll();
  }

  PooledConnections connections() {
    return connections;
  }

  /**
   * A connection is about to become idle; OkHttp's lock of it is held. What must not be pooled is
   * retired, so that OkHttp closes it.
   *
   * @return whether OkHttp is to leave it open
   */
  boolean becameIdle(PooledConnection connection, @Nullable Lease current) throws Throwable {
    if (connection.closed) {
      return false;
    }
    long now = context.clock().nanoTime();
    boolean retired = internals.retired(connection.connection);
    if (!retired) {
      CloseReason reason = whyNotIdle(connection, now);
      if (reason != null) {
        connection.closeReason = reason;
        internals.retire(connection.connection);
        retired = true;
      }
    }
    connection.idleSinceNanos = now;
    if (retired && eviction.isAnswering(connection, now)) {
      connection.ending = true;
      Permit permit = connection.permit;
      if (permit != null && !connection.destination.limits().hard()) {
        connection.permit = null;
        permit.release(now);
      }
      return true;
    }
    if (retired) {
      if (connection.destination.limits().hard()) {
        // OkHttp closes it a moment later; the next one must not be open before this one is closed.
        connection.closeSocket();
      }
      eviction.forget(connection);
    } else {
      connection.opener = null;
      connection.owner = null;
      connection.busy = false;
    }
    Permit permit = connection.permit;
    if (permit != null) {
      connection.permit = null;
      if (current != null
          && !current.connected
          && current.permit == null
          && current.destination == connection.destination) {
        // The call that held it goes on looking for another one: its right goes along.
        current.permit = permit;
      } else {
        permit.release(now);
      }
    }
    return !retired;
  }

  private @Nullable CloseReason whyNotIdle(PooledConnection connection, long now) {
    Permit permit = connection.permit;
    if (permit != null && permit.overflow()) {
      return CloseReason.OVERFLOW;
    }
    if (connection.bound) {
      return CloseReason.CLIENT_CLOSED;
    }
    if (eviction.closesAll() || !context.pooling(Adapter.CLIENT)) {
      return CloseReason.POOL_CLOSED;
    }
    if (now - connection.expiresNanos >= 0) {
      return CloseReason.LIFETIME;
    }
    int maxIdle =
        Math.min(connection.destination.limits().maxIdlePerHost(), key.idleLimits.maxIdle);
    return connections.idle(connection.origin, maxIdle)
            && connection.stats.pending() == 0 // else the next request is waiting for this one
        ? CloseReason.CAPACITY
        : null;
  }

  /**
   * Whether an idle connection may carry a request now. OkHttp's lock of it is held. One that is
   * found dead or too old is retired and left to {@link Lease#closeUnfit}.
   */
  boolean fit(PooledConnection connection, @Nullable Lease lease) throws Throwable {
    long now = context.clock().nanoTime();
    CloseReason reason = health.whyClose(connection, now, CloseReason.STALE);
    if (reason == null) {
      return lease == null || lease.idempotent || health.mayCarryNonIdempotent(connection, now);
    }
    connection.closeReason = reason;
    internals.retire(connection.connection);
    if (lease != null) {
      lease.unfit(connection);
    }
    return false;
  }

  /**
   * Whether a connection that carries calls is to have no more of them: OkHttp closes it when the
   * last one ends. Its lock is held.
   */
  boolean leave(PooledConnection connection) throws Throwable {
    CloseReason reason = health.whyLeave(connection, context.clock().nanoTime());
    if (reason == null) {
      return false;
    }
    connection.closeReason = reason;
    internals.retire(connection.connection);
    return true;
  }

  /** Closes an idle connection that was retired. No lock of OkHttp's may be held. */
  void closeRetired(PooledConnection connection) throws Throwable {
    eviction.closeRetired(connection);
  }

  @Override
  public int idle(Origin origin) {
    return connections.idle(origin);
  }

  @Override
  public int open(Origin origin) {
    return connections.open(origin);
  }

  @Override
  public int closeIdle(Origin origin, int atMost, CloseReason reason) {
    int closedNow = 0;
    for (PooledConnection connection :
        connections.leastRecentlyUsed(origin, context.clock().nanoTime())) {
      if (closedNow >= atMost) {
        break;
      }
      if (eviction.closed(connection, reason)) {
        closedNow++;
      }
    }
    return closedNow;
  }

  @Override
  public long evict(long nowNanos) {
    eviction.look(nowNanos);
    return connections.isEmpty() ? -1 : LOOK_NANOS;
  }

  @Override
  public void close() {
    eviction.closeAll();
  }
}
