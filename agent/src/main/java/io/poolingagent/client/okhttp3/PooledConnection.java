package io.poolingagent.client.okhttp3;

import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.ConnectionStats;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.Permit;
import io.poolingagent.pool.StreamResets;
import java.io.IOException;
import okhttp3.Connection;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * What we know of one connection in a shared pool. Guarded by OkHttp's lock of the connection,
 * except the volatile fields, which others read for counting.
 */
final class PooledConnection {
  final Connection connection;
  final SharedConnections pool;
  final Origin origin;
  final Destination destination;
  final ConnectionStats stats;
  final long openedNanos;
  final long expiresNanos;

  /** Whether a call has it; false: it waits for a request. */
  volatile boolean busy = true;

  /** It is closed, or will be by whoever set this. */
  volatile boolean closed;

  volatile long idleSinceNanos;

  /** Nobody is to have it; it is closed as soon as its last answer has ended. */
  volatile boolean ending;

  /** Of its streams, if it speaks HTTP/2. */
  final StreamResets resets = new StreamResets();

  /** The lease that opened it; what that lease acquires is not a reuse. */
  @Nullable Lease opener;

  @Nullable Permit permit;

  /** Whoever has it is beyond a soft limit ({@link Permit#overflow()}): it does not count. */
  volatile boolean beyond;

  /**
   * HTTP/2: the pool that all its streams would use without the agent, which so may travel
   * together; null if they are of several clients.
   */
  volatile @Nullable Object owner;

  /**
   * The pool that its present or last call would have used without the agent. The application would
   * find this connection there: {@link Appearance} has it so, and its clients may coalesce on it.
   * Null if that is not known.
   */
  volatile @Nullable Object user;

  /** It carried NTLM or Negotiate: the server may know it as a user, so nobody else may have it. */
  boolean bound;

  /** Requests travelled on it before the present one. */
  boolean reused;

  /** Whether the present request is. */
  boolean idempotent;

  @Nullable CloseReason closeReason;

  PooledConnection(
      Connection connection,
      SharedConnections pool,
      Origin origin,
      Destination destination,
      long nowNanos) {
    this.connection = connection;
    this.pool = pool;
    this.origin = origin;
    this.destination = destination;
    this.stats = destination.stats(Adapter.CLIENT);
    this.openedNanos = nowNanos;
    this.expiresNanos = nowNanos + destination.newLifetimeNanos();
    this.idleSinceNanos = nowNanos;
  }

  /** The application has dropped what had it. */
  void releaseLeaked() {
    Permit leaked = permit;
    if (leaked != null) {
      permit = null;
      leaked.leaked();
      leaked.release();
    }
  }

  void closeSocket() {
    try {
      connection.socket().close();
    } catch (IOException | RuntimeException alreadyBroken) {
      // It is closed either way; old JDKs throw RuntimeExceptions from TLS sockets.
    }
  }

  /**
   * Whether the call that opened it has no answer yet. Others must not overtake it: where a server
   * leaves a connection after so many requests, OkHttp gives up the call that opened it if that is
   * not among them, for it has no route left to try.
   */
  boolean opens() {
    Lease first = opener;
    return first != null && !first.ended;
  }

  /** Whether it carries several calls at a time: HTTP/2, SPDY. Known once it is connected. */
  boolean multiplexed() {
    return multiplexed(connection);
  }

  static boolean multiplexed(Connection connection) {
    Protocol protocol = connection.protocol();
    return protocol != null && protocol.ordinal() > Protocol.HTTP_1_1.ordinal();
  }
}
