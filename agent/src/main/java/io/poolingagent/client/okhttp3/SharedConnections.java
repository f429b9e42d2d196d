package io.poolingagent.client.okhttp3;

import io.poolingagent.client.AgentContext;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.NativePool;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.Permit;
import io.poolingagent.pool.SharedPool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A pool of OkHttp's that interchangeable clients share. OkHttp finds, adds and releases
 * connections in it as in any other; this class knows of each connection, and closes idle ones by
 * our rules: OkHttp's own clean-up has one keep-alive time for all servers, and no lifetime.
 */
final class SharedConnections implements NativePool {
  /** How often idle connections are looked at: for what the server closed, and for leaked calls. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How long an answer that was read up to its length may take to end. */
  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(1);

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

  /** The HTTP/2 connection that was taken last: the next call will probably join it. */
  private volatile @Nullable PooledConnection latest;

  private volatile @Nullable SharedPool shared;
  private volatile boolean closed;

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
    return closed;
  }

  void add(PooledConnection connection) {
    connections.add(connection);
  }

  /** A call has taken an HTTP/2 connection. */
  void joined(PooledConnection connection) {
    if (latest != connection) {
      latest = connection;
    }
  }

  /**
   * The HTTP/2 connection that a call will probably find and join, for it carries other calls of
   * its client and nobody else's; null if there is none.
   *
   * @param own the pool that the call would use without the agent
   */
  @Nullable PooledConnection joinable(HttpUrl url, Object own) {
    PooledConnection connection = latest;
    return connection != null
            && connection.owner == own
            && !connection.closed
            && Eligibility.sameOrigin(connection.connection, url)
        ? connection
        : null;
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
    if (retired && isAnswering(connection, now)) {
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
      forget(connection, CloseReason.ERROR);
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

  /**
   * Whether an answer was read up to its length, and its end (END_STREAM, RFC 9113 section 8.1) is
   * still under way. OkHttp gives the connection back without it; to close that now would fail the
   * application's last read, which asks for the end.
   */
  private boolean isAnswering(PooledConnection connection, long now) throws Throwable {
    return !closed
        && connection.multiplexed()
        && now - connection.idleSinceNanos < END_NANOS
        && internals.openStreams(connection.connection) > 0;
  }

  private @Nullable CloseReason whyNotIdle(PooledConnection connection, long now) {
    Permit permit = connection.permit;
    if (permit != null && permit.overflow()) {
      return CloseReason.OVERFLOW;
    }
    if (connection.bound) {
      return CloseReason.CLIENT_CLOSED;
    }
    if (closed || !context.pooling(Adapter.CLIENT)) {
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
    synchronized (internals.lock(nativePool, connection.connection)) {
      if (connection.closed || !internals.calls(connection.connection).isEmpty()) {
        return; // closed meanwhile, or closed by OkHttp when its call ends
      }
      if (isAnswering(connection, context.clock().nanoTime())) {
        connection.ending = true;
        connection.busy = true;
        return;
      }
      connection.closed = true;
      connection.busy = true; // nobody can have it; it counts as open until its socket is closed
      internals.remove(nativePool, connection.connection);
    }
    connection.closeSocket();
    forget(connection, CloseReason.ERROR);
    Permit permit = connection.permit;
    if (permit != null) { // it had to wait for the end of its answer
      connection.permit = null;
      permit.release();
    }
  }

  private void forget(PooledConnection connection, CloseReason otherwise) {
    connection.closed = true;
    connection.busy = false;
    connections.remove(connection);
    if (latest == connection) {
      latest = null;
    }
    connection.stats.closed(connection.closeReason == null ? otherwise : connection.closeReason);
  }

  /** Retires and closes a connection if it is idle; answers whether it was. */
  private boolean closeIfIdle(PooledConnection connection, CloseReason reason) throws Throwable {
    synchronized (internals.lock(nativePool, connection.connection)) {
      if (connection.closed
          || !internals.calls(connection.connection).isEmpty()
          || (reason != CloseReason.LEAKED
              && isAnswering(connection, context.clock().nanoTime()))) {
        return false;
      }
      connection.closeReason = reason;
      internals.retire(connection.connection);
    }
    closeRetired(connection);
    return true;
  }

  /** The same of one among others, whom it must not keep from being closed. */
  private boolean closed(PooledConnection connection, CloseReason reason) {
    try {
      return closeIfIdle(connection, reason);
    } catch (Throwable failure) {
      context.errors().report("okhttp3 closing idle connections", failure);
      return false;
    }
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
      if (closed(connection, reason)) {
        closedNow++;
      }
    }
    return closedNow;
  }

  @Override
  public long evict(long nowNanos) {
    for (PooledConnection connection : connections.all()) {
      try {
        look(connection, nowNanos);
      } catch (Throwable failure) {
        context.errors().report("okhttp3 eviction", failure);
      }
    }
    return connections.isEmpty() ? -1 : LOOK_NANOS;
  }

  private void look(PooledConnection connection, long now) throws Throwable {
    CloseReason reason;
    synchronized (internals.lock(nativePool, connection.connection)) {
      List<?> calls = internals.calls(connection.connection);
      if (!Internals.allCollected(calls)) {
        return;
      }
      if (connection.ending) {
        reason = connection.closeReason == null ? CloseReason.ERROR : connection.closeReason;
      } else if (!calls.isEmpty() || connection.permit != null) {
        // The application dropped its response without closing it. OkHttp would notice in five
        // minutes, or when a connection is opened; then the call is gone already, but its permit
        // is not.
        calls.clear();
        connection.releaseLeaked();
        reason = CloseReason.LEAKED;
      } else if (internals.retired(connection.connection)) {
        reason = CloseReason.ERROR;
      } else {
        reason =
            closed ? CloseReason.POOL_CLOSED : health.whyClose(connection, now, CloseReason.SERVER);
        if (reason == null) {
          return;
        }
      }
    }
    closeIfIdle(connection, reason);
  }

  @Override
  public void close() {
    closed = true;
    for (PooledConnection connection : connections.all()) {
      closed(connection, CloseReason.POOL_CLOSED);
    }
  }
}
