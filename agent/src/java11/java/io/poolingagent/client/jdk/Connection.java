package io.poolingagent.client.jdk;

import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.ConnectionStats;
import io.poolingagent.pool.Destination;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One socket that a lane opened. Thread-safe. */
final class Connection {
  private final Connections all;
  final Lanes lanes;
  final Destination destination;
  final Route route;
  final SocketChannel channel;
  final long dialledAt;
  final long expiresAt;
  private final Object plain;

  /** The request that has it, over HTTP/1.1; null while it is idle. Guarded by this. */
  private @Nullable Lease<?> user;

  // What came first, guarded by this:
  private boolean aborted;
  private boolean established;

  /** Since when it has been idle, over HTTP/1.1; 0 while it is not. Written under this. */
  private volatile long idleSince;

  /** Whether the last request had a body. */
  private volatile boolean carriedBody;

  private volatile boolean open;
  private volatile boolean http2;
  private volatile @Nullable CompletableFuture<?> negotiated;
  private volatile boolean overflow;
  private volatile @Nullable CloseReason closing;

  /**
   * @param user the request that it is opened for
   * @param plain the JDK's {@code PlainHttpConnection}; what wraps it closes with it
   */
  Connection(Connections all, Lease<?> user, SocketChannel channel, Object plain, long now) {
    this.all = all;
    this.lanes = user.lanes();
    this.destination = user.destination();
    this.route = user.route();
    this.channel = channel;
    this.plain = plain;
    this.user = user;
    this.carriedBody = !user.isBodiless();
    this.dialledAt = now;
    this.expiresAt = now + destination.newLifetimeNanos();
  }

  /**
   * A request got it from the JDK's HTTP/1.1 pool.
   *
   * @return false if it is about to be closed
   */
  synchronized boolean taken(Lease<?> by) {
    if (closing != null) {
      return false;
    }
    // Perhaps before the request that had it says that it is done.
    user = by;
    carriedBody = !by.isBodiless();
    idleSince = 0;
    return true;
  }

  /** The request is done with it; closes it if it must not wait for another one. */
  void left(Lease<?> by, long now) {
    synchronized (this) {
      if (user != by) {
        return;
      }
      user = null;
      if (isHttp2() || closing != null) {
        return;
      }
      idleSince = now == 0 ? 1 : now;
    }
    if (overflow) {
      boolean unused = closeIfIdle(CloseReason.OVERFLOW);
    } else if (lanes.connections().idleBeyond(destination)) {
      boolean unused = closeIfIdle(CloseReason.CAPACITY);
    }
  }

  /** Closes it unless a request has it. */
  boolean closeIfIdle(CloseReason reason) {
    synchronized (this) {
      if (closing != null || (isHttp2() ? !route.leaveIfIdle() : idleSince == 0)) {
        return false;
      }
      closing = reason;
    }
    close();
    return true;
  }

  /**
   * The request that it is opened for is given up.
   *
   * @return whether it is to be closed: not if others may use it
   */
  synchronized boolean abort() {
    if (established && isHttp2()) {
      return false;
    }
    aborted = true;
    return true;
  }

  /**
   * Its TLS handshake is over.
   *
   * @return false if it is about to be closed
   */
  synchronized boolean establish() {
    established = !aborted;
    return established;
  }

  /** It is connected, though not yet to TLS. */
  void opened(long now) {
    open = true;
    stats().opened(now - dialledAt, -1);
  }

  /** Whether it ever was connected. */
  boolean wasOpened() {
    return open;
  }

  void speaksHttp2() {
    http2 = true;
  }

  /** It was opened beyond a soft limit. */
  void opensBeyondLimit() {
    overflow = true;
  }

  /** What is negotiated in its handshake (ALPN, RFC 7301): known before the first answer. */
  void negotiates(CompletableFuture<?> protocol) {
    negotiated = protocol;
  }

  /** Whether others may use it besides the request that opened it, even before that is answered. */
  boolean isHttp2() {
    CompletableFuture<?> protocol = negotiated;
    if (protocol != null && protocol.isDone()) {
      http2 |= !protocol.isCompletedExceptionally() && "h2".equals(protocol.join());
      negotiated = null;
    }
    return http2;
  }

  /** Whether no request uses it. */
  boolean isIdle() {
    return isHttp2() ? route.isIdle() : idleSince != 0;
  }

  /** For how long it has been idle over HTTP/1.1, in nanoseconds; 0 if it is not. */
  long idleNanos(long now) {
    long since = idleSince;
    return since == 0 ? 0 : now - since;
  }

  /**
   * Whether the last request had a body, which a server that answers before it has read that may
   * take for a request.
   */
  boolean carriedBody() {
    return carriedBody;
  }

  /** Closes it. The reason given first counts. */
  void close(CloseReason reason) {
    boolean unused = closes(reason);
    close();
  }

  private void close() {
    Internals.close(plain);
    all.closed(channel);
  }

  /**
   * It is about to be closed.
   *
   * @return whether no other reason was given before, which then counts
   */
  synchronized boolean closes(CloseReason reason) {
    if (closing != null) {
      return false;
    }
    closing = reason;
    return true;
  }

  ConnectionStats stats() {
    return destination.stats(Adapter.CLIENT);
  }

  /** Why it was closed. */
  CloseReason closeReason() {
    CloseReason reason = closing;
    return reason != null ? reason : isIdle() ? CloseReason.IDLE : CloseReason.SERVER;
  }
}
