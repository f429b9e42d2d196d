package io.poolingagent.client.urlconnection;

import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Permit;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What we know of one connection, for as long as its socket is open. It must not refer to the JDK's
 * client while a request has that, nor to its socket, which refers to the client.
 */
final class PooledConnection {
  private static final AtomicIntegerFieldUpdater<PooledConnection> CLOSED =
      AtomicIntegerFieldUpdater.newUpdater(PooledConnection.class, "closed");

  private static final AtomicReferenceFieldUpdater<PooledConnection, Permit> PERMIT =
      AtomicReferenceFieldUpdater.newUpdater(PooledConnection.class, Permit.class, "permit");

  final Route route;
  final long expiresNanos;

  /** How long connecting took, without TLS. */
  final long connectNanos;

  private volatile int closed;

  /** The JDK's client while the connection is idle, null while a request has it. */
  volatile @Nullable Object client;

  volatile @Nullable Permit permit;

  /** The JDK's client at all times. */
  volatile @Nullable WeakReference<Object> weakClient;

  /** The {@code HttpURLConnection} that has it, or had it last. */
  volatile @Nullable WeakReference<Object> user;

  // Of whoever has it, and handed on by the lock of its route: a volatile write for each of them
  // and each request would be dear.

  /** Whether what it was opened with is still what its pool stands for. */
  boolean shareable = true;

  /** Whether the server knows it as a user: a request's header has said so, this one's or not. */
  boolean bound;

  /** Whether the request that has it is not the first. */
  boolean reused;

  /** The same, and whether that must not be done twice. */
  boolean reusedForNonIdempotent;

  /**
   * Whether its request was disconnected by the application, on whichever thread closes it then.
   */
  boolean givenUp;

  /** Whether the JDK would have kept it, too, when its last answer was read. */
  boolean keptByJdk;

  /** Whether an answer came without a {@code Keep-Alive} header: servers send one with each. */
  boolean givesNoHints;

  /** When it was found fit for the request that has it. */
  long takenNanos;

  long idleSinceNanos;

  /**
   * How long it may be idle by a property of the user's for servers that say nothing; -1 if there
   * is none.
   */
  long userIdleNanos = -1;

  PooledConnection(Route route, long nowNanos, long connectNanos) {
    this.route = route;
    this.connectNanos = connectNanos;
    this.expiresNanos = nowNanos + route.destination.newLifetimeNanos();
    this.takenNanos = nowNanos - 1_000_000_000L;
  }

  boolean isClosed() {
    return closed != 0;
  }

  /** Its socket is closed, or is by whoever got true from {@link #beginClose}. */
  void closed(CloseReason reason) {
    if (beginClose()) {
      endClose(reason);
    }
  }

  /** Nobody may have it any more. True for one caller, who closes it and tells the end. */
  boolean beginClose() {
    return CLOSED.compareAndSet(this, 0, 1);
  }

  /** Its socket is closed. */
  void endClose(CloseReason reason) {
    route.stats.closed(reason);
    route.remove(this);
    releasePermit(route.pool.nanoTime());
  }

  /**
   * A body behind which the connection cannot be used again closes the socket itself, and tells
   * nobody.
   */
  void closedIfSocketIs() throws Throwable {
    WeakReference<Object> reference = isClosed() ? null : weakClient;
    Object known = reference == null ? null : reference.get();
    Socket socket = known == null ? null : Internals.socket(known);
    if (socket != null && socket.isClosed()) {
      closed(CloseReason.SERVER);
    }
  }

  /** Its client was collected, and its socket with it. */
  void leaked() {
    Permit held = permit;
    if (held != null) {
      held.leaked();
    }
    closed(CloseReason.LEAKED);
  }

  void releasePermit(long now) {
    Permit held = takePermit();
    if (held != null) {
      held.release(now);
    }
  }

  /** The right that its request has to it; the caller's now. */
  @Nullable Permit takePermit() {
    return PERMIT.getAndSet(this, null);
  }
}
