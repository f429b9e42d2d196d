package io.poolingagent.client.commonshttpclient3;

import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.ExclusivePool;
import io.poolingagent.pool.Permit;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A client's use of one connection, until it is released. One thread at a time uses it. */
final class Lease {
  private final Shadow shadow;
  private final PooledConnection connection;
  private final ExclusivePool<PooledConnection> pool;
  private final Permit permit;
  private final boolean idempotent;

  /** The host as the client configured it, for the limits of its own manager. */
  final Object host;

  /** The connection was idle before and has carried no answer of this lease. */
  private boolean reused;

  /** It was looked at a moment ago, and nothing was sent on it since. */
  private boolean proven;

  /**
   * It carried NTLM or Negotiate, or its tunnel was opened with credentials: the server or the
   * proxy may know it as a user.
   */
  boolean bound;

  /** By its user or by whoever closes the client; after that the connection may be another's. */
  private final AtomicBoolean ended = new AtomicBoolean();

  private volatile boolean revoked;
  private long connectingSinceNanos;

  Lease(
      Shadow shadow,
      PooledConnection connection,
      ExclusivePool<PooledConnection> pool,
      Permit permit,
      Object host,
      boolean idempotent,
      boolean reused) {
    this.shadow = shadow;
    this.connection = connection;
    this.pool = pool;
    this.permit = permit;
    this.host = host;
    this.idempotent = idempotent;
    this.reused = reused;
    this.proven = reused;
  }

  boolean isProven() {
    return proven;
  }

  void connecting() {
    reused = false;
    proven = false;
    bound = false;
    permit.connecting();
    connectingSinceNanos = shadow.nanoTime();
  }

  /** The library has opened it. */
  void connected(Socket socket) {
    connection.opened(socket, socket);
    if (ended.get()) {
      return; // its client opens it for itself; it will never be anybody else's
    }
    connection.stats().opened(shadow.nanoTime() - connectingSinceNanos, -1);
    pool.opened(connection, permit.overflow(), Long.MAX_VALUE);
    permit.connected(false);
  }

  /** TLS stands upon what was opened, through a tunnel. */
  void tunnelled(Socket tcp, Socket top) {
    connection.opened(tcp, top);
  }

  void sends() {
    proven = false;
  }

  /** The server has left the connection instead of answering on it, or is silent. */
  void unanswered(IOException why) {
    connection.unanswered(why);
  }

  void answered() {
    reused = false;
  }

  /** Whether it was used before by others, and not yet by this one. */
  boolean isReused() {
    return reused;
  }

  boolean isIdempotent() {
    return idempotent;
  }

  void closed(CloseReason reason) {
    pool.close(connection, reason);
  }

  /** Ends with what is open and becomes idle, or with null. */
  void end(@Nullable OpenState reusable) {
    if (!ended.compareAndSet(false, true)) {
      pool.close(connection, CloseReason.CLIENT_CLOSED); // perhaps opened once more
    } else {
      if (reusable != null && !bound && shadow.mayShare()) {
        connection.rest(reusable);
        pool.giveBack(connection, permit.overflow(), Long.MAX_VALUE);
      } else {
        pool.close(connection, bound ? CloseReason.CLIENT_CLOSED : CloseReason.ERROR);
      }
      permit.release();
    }
    shadow.ended(this); // so late that who waits for it finds the connection idle or closed
  }

  /** Whether the client was closed while it had the connection. */
  boolean isRevoked() {
    return revoked;
  }

  /** The client was closed while it had the connection. */
  void revoke() {
    revoked = true;
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    pool.close(connection, CloseReason.CLIENT_CLOSED);
    permit.release();
  }

  /** When the application drops the connection without releasing it, it is closed and counted. */
  void ownedBy(SharedConnection holder) {
    PooledConnection leaked = connection;
    ExclusivePool<PooledConnection> from = pool;
    permit.ownedBy(holder, () -> from.closeUncounted(leaked));
  }
}
