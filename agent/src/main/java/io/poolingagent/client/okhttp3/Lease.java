package io.poolingagent.client.okhttp3;

import io.poolingagent.client.HttpSemantics;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Permit;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Call;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * One call's search for a connection, from before it looks into the pool until the response head is
 * there. Used by the call's thread only.
 */
final class Lease {
  final Destination destination;
  final boolean idempotent;
  final boolean bound;

  /**
   * Null where the version does not tell (up to 3.8), and after the lease: the connection knows its
   * lease, and must not keep a call alive that the application has dropped.
   */
  @Nullable Call call;

  final SharedConnections pool;

  /** The pool that the call would use without the agent; null where that cannot be told. */
  final @Nullable Object own;

  /** When the application emptied that pool; null: never. */
  private final @Nullable Long emptiedNanos;

  /** The lease around this one: a network interceptor may make a call of its own. */
  final @Nullable Lease outer;

  /** Until the connection that it is for takes it over. */
  @Nullable Permit permit;

  /**
   * It began without a permit, for its client has streams on a connection that it will join. Should
   * it need another connection after all, it needs a permit first.
   */
  boolean permitDue;

  /** The call has an answer's head, or failed. Read by other threads. */
  volatile boolean ended;

  boolean connected;
  boolean reused;

  /** Reused, and by no other request meanwhile: HTTP/1.1. */
  boolean reusedAlone;

  /** When it got a connection that was used before. */
  long takenNanos;

  long connectingSinceNanos;
  long handshakeNanos = -1;

  /** Idle connections that were found unfit and must be closed once no lock of OkHttp is held. */
  private @Nullable List<PooledConnection> unfit;

  Lease(
      SharedConnections pool,
      Destination destination,
      Request request,
      @Nullable Call call,
      @Nullable Object own,
      @Nullable Long emptiedNanos,
      @Nullable Lease outer) {
    this.pool = pool;
    this.destination = destination;
    this.call = call;
    this.own = own;
    this.emptiedNanos = emptiedNanos;
    this.idempotent = HttpSemantics.isIdempotent(request.method());
    this.bound = authenticatesConnection(request);
    this.outer = outer;
  }

  void unfit(PooledConnection connection) {
    if (unfit == null) {
      unfit = new ArrayList<>(2);
    }
    unfit.add(connection);
  }

  /** Closes what was found unfit. */
  void closeUnfit() throws Throwable {
    List<PooledConnection> found = unfit;
    if (found != null) {
      unfit = null;
      for (PooledConnection connection : found) {
        connection.pool.closeRetired(connection);
      }
    }
  }

  /**
   * Whether this connection would be open for it without the agent, too, or could be: an
   * application that empties its pool means to leave what is idle by then.
   */
  boolean mayKnow(PooledConnection connection) {
    return emptiedNanos == null
        || connection.openedNanos - emptiedNanos > 0
        || (own != null && connection.busy && connection.owner == own);
  }

  /**
   * Whether it may take this connection, as far as permits go: one that is due is had at once or
   * not at all, for OkHttp's lock of the connection is held.
   */
  boolean hasPermitFor(PooledConnection connection) {
    if (permitDue && permit == null && connection.permit == null) {
      permit = destination.tryAcquire(pool.shared());
      return permit != null;
    }
    return true;
  }

  void releasePermit() {
    Permit unused = permit;
    if (unused != null) {
      permit = null;
      unused.release();
    }
  }

  /** Whether the server may know the connection as a user from this request on. */
  static boolean authenticatesConnection(Request request) {
    return HttpSemantics.authenticatesConnection(request.header("Authorization"))
        || HttpSemantics.authenticatesConnection(request.header("Proxy-Authorization"));
  }

  /** A request for a web socket: it takes its connection for good. */
  static boolean isUpgrade(Request request) {
    return request.header("Upgrade") != null;
  }
}
