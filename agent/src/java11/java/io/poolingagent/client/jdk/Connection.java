package io.poolingagent.client.jdk;

import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.ConnectionStats;
import io.poolingagent.pool.Destination;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One socket that a lane opened. Thread-safe. */
final class Connection {
  private final Connections all;
  final Lanes lanes;
  final Destination destination;
  final Route route;
  final SocketChannel channel;
  final long expiresAt;
  private volatile Object closeable;

  /** Since when it has been in an HTTP/1.1 pool; 0 while it is not in one. */
  private volatile long pooledSince;

  private volatile boolean http2;
  private volatile boolean overflow;
  private volatile @Nullable CloseReason closing;

  /**
   * @param closeable the JDK's {@code HttpConnection}
   */
  Connection(
      Connections all,
      Lanes lanes,
      Destination destination,
      Route route,
      SocketChannel channel,
      Object closeable,
      long expiresAt) {
    this.all = all;
    this.lanes = lanes;
    this.destination = destination;
    this.route = route;
    this.channel = channel;
    this.closeable = closeable;
    this.expiresAt = expiresAt;
  }

  /** It went into an HTTP/1.1 pool, wrapped as it is there. */
  void pooled(Object wrapped, long now) {
    closeable = wrapped;
    pooledSince = now == 0 ? 1 : now;
  }

  /** It left the HTTP/1.1 pool. */
  void taken() {
    pooledSince = 0;
  }

  void speaksHttp2() {
    http2 = true;
  }

  /** It was opened beyond a soft limit. */
  void opensBeyondLimit() {
    overflow = true;
  }

  boolean beyondLimit() {
    return overflow;
  }

  boolean isHttp2() {
    return http2;
  }

  /** Whether no request uses it. */
  boolean isIdle() {
    return http2 ? route.isIdle() : pooledSince != 0;
  }

  /** For how long it has been in an HTTP/1.1 pool, in nanoseconds; 0 if it is not in one. */
  long pooledNanos(long now) {
    long since = pooledSince;
    return since == 0 ? 0 : now - since;
  }

  /** Closes it. The reason given first counts. */
  void close(CloseReason reason) {
    boolean unused = closes(reason);
    Internals.close(closeable);
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
