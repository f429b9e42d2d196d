package io.poolingagent.client.okhttp3;

import io.poolingagent.client.AgentContext;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Permit;
import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a shared pool closes connections that no call has: what was found dead or too old, what its
 * application has dropped with its call, what is one too many. Never one whose last answer has not
 * ended yet.
 */
final class Eviction {
  /** How long an answer that was read up to its length may take to end. */
  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PooledConnections connections;
  private final Object nativePool;
  private final Internals internals;
  private final AgentContext context;
  private final Health health;

  /** The pool is closed, and keeps nothing. */
  private volatile boolean all;

  /**
   * @param connections those of the pool
   * @param nativePool OkHttp's own object of it
   */
  Eviction(
      PooledConnections connections,
      Object nativePool,
      Internals internals,
      AgentContext context,
      Health health) {
    this.connections = connections;
    this.nativePool = nativePool;
    this.internals = internals;
    this.context = context;
    this.health = health;
  }

  /** Closes all, what calls still have as soon as they give it back. */
  void closeAll() {
    all = true;
    for (PooledConnection connection : connections.all()) {
      closed(connection, CloseReason.POOL_CLOSED);
    }
  }

  /** Whether the pool keeps nothing any more. */
  boolean closesAll() {
    return all;
  }

  /** Closes whatever is due. */
  void look(long nowNanos) {
    for (PooledConnection connection : connections.all()) {
      try {
        look(connection, nowNanos);
      } catch (Throwable failure) {
        context.errors().report("okhttp3 eviction", failure);
      }
    }
  }

  private void look(PooledConnection connection, long now) throws Throwable {
    CloseReason reason;
    synchronized (internals.lock(nativePool, connection.connection)) {
      List<?> calls = internals.calls(connection.connection);
      if (!allCollected(calls)) {
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
            all ? CloseReason.POOL_CLOSED : health.whyClose(connection, now, CloseReason.SERVER);
        if (reason == null) {
          return;
        }
      }
    }
    closeIfIdle(connection, reason);
  }

  /** Whether the application has dropped all of these {@link Internals#calls}. */
  private static boolean allCollected(List<?> calls) {
    for (Object call : calls) {
      if (((Reference<?>) call).get() != null) {
        return false;
      }
    }
    return true;
  }

  /**
   * Closes one if it is idle; answers whether it was. One that cannot be closed must not keep
   * others from it.
   */
  boolean closed(PooledConnection connection, CloseReason reason) {
    try {
      return closeIfIdle(connection, reason);
    } catch (Throwable failure) {
      context.errors().report("okhttp3 closing idle connections", failure);
      return false;
    }
  }

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
    forget(connection);
    Permit permit = connection.permit;
    if (permit != null) { // it had to wait for the end of its answer
      connection.permit = null;
      permit.release();
    }
  }

  /** It is closed, or OkHttp is about to close it. */
  void forget(PooledConnection connection) {
    connection.closed = true;
    connection.busy = false;
    connections.remove(connection);
    connection.stats.closed(
        connection.closeReason == null ? CloseReason.ERROR : connection.closeReason);
  }

  /**
   * Whether an answer was read up to its length, and its end (END_STREAM, RFC 9113 section 8.1) is
   * still under way. OkHttp gives the connection back without it; to close that now would fail the
   * application's last read, which asks for the end.
   */
  boolean isAnswering(PooledConnection connection, long now) throws Throwable {
    return !all
        && connection.multiplexed()
        && now - connection.idleSinceNanos < END_NANOS
        && internals.openStreams(connection.connection) > 0;
  }
}
