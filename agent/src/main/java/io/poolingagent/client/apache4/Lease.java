package io.poolingagent.client.apache4;

import io.poolingagent.client.HttpSemantics;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.ExclusivePool;
import io.poolingagent.pool.Permit;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.http.Header;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * A client's use of one connection, from the pool's answer until the connection comes back. Both
 * APIs wrap one into what they hand to their engine.
 */
public final class Lease {
  /** The connection. */
  public final PooledConnection connection;

  private final ExclusivePool<PooledConnection> pool;
  private final Shadow shadow;
  private final Object route;
  private final Permit permit;
  private final @Nullable String tunnelUser;
  private final long timeToLiveNanos;

  /** What becomes of a lease: it is held, and then one of the others for good. */
  private enum State {
    HELD,
    /** From now on the connection may be somebody else's, so it is not to be touched. */
    GIVEN_BACK,
    DISCARDED,
    /** Its client was closed. It may open the connection again for itself, until it is done. */
    REVOKED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.HELD);

  /** It was looked at a moment ago, and nothing was sent on it since. */
  private volatile boolean proven;

  /** Others have used the connection before, and this one has no answer yet. */
  private volatile boolean unanswered;

  private volatile boolean notToBeRepeated;
  private long connectingSinceNanos;

  Lease(
      PooledConnection connection,
      ExclusivePool<PooledConnection> pool,
      Shadow shadow,
      Permit permit,
      Asker asker,
      boolean reused) {
    this.connection = connection;
    this.pool = pool;
    this.shadow = shadow;
    this.route = asker.route;
    this.timeToLiveNanos = asker.timeToLiveNanos;
    this.tunnelUser = asker.tunnelUser;
    this.permit = permit;
    this.notToBeRepeated = reused && !asker.idempotent;
    this.proven = reused;
    this.unanswered = reused;
  }

  Object route() {
    return route;
  }

  /** Whether it was taken from the pool and has not been used yet: it is open and clean. */
  public boolean isProven() {
    return proven;
  }

  /** Whether it carries a request that is not idempotent, and others before. */
  public boolean isNotToBeRepeated() {
    return notToBeRepeated;
  }

  /** The connection is about to be opened, perhaps after it was closed. */
  public void connecting() {
    if (state.get() == State.HELD) {
      permit.connecting();
    }
    notToBeRepeated = false;
    unanswered = false;
    connection.forgetUser();
    connectingSinceNanos = shadow.nanoTime();
  }

  /** It is open. */
  public void connected() {
    if (state.get() == State.REVOKED) {
      return; // its client opens it for itself; it will never be anybody else's
    }
    connection.stats().opened(shadow.nanoTime() - connectingSinceNanos, -1);
    pool.opened(connection, permit.overflow(), timeToLiveNanos);
    permit.connected(false);
    if (state.get() != State.HELD) {
      closeUnlessGivenBack(); // aborted meanwhile, when there was nothing to close yet
    }
  }

  /** It could not be opened. */
  public void failedToConnect() {
    connection.stats().failed();
    connection.closeSocket();
  }

  /** A request goes out on it. */
  public void sends(HttpRequest request) {
    proven = false;
    if (bindsConnection(request, "Authorization")
        || bindsConnection(request, "Proxy-Authorization")
        || opensTunnelAsUnknownUser(request)) {
      connection.bound = true;
    }
  }

  /** Who shares the pool has the user that its key was told, which was a forecast. */
  private boolean opensTunnelAsUnknownUser(HttpRequest request) {
    if (!request.getRequestLine().getMethod().equals("CONNECT")) {
      return false;
    }
    Header found = request.getFirstHeader("Proxy-Authorization");
    return found != null && !Objects.equals(found.getValue(), tunnelUser);
  }

  private static boolean bindsConnection(HttpRequest request, String header) {
    Header found = request.getFirstHeader(header);
    return found != null && HttpSemantics.authenticatesConnection(found.getValue());
  }

  /** The head of a response has come in on it. */
  public void received(HttpResponse response) {
    unanswered = false;
    Header keepAlive = response.getFirstHeader("Keep-Alive");
    if (keepAlive != null && keepAlive.getValue() != null) {
      connection.destination().keepAlive().serverHint(keepAlive.getValue());
    }
  }

  /** The request could not be sent, or not be answered, on the open connection. */
  public void failed(IOException failure) {
    if (unanswered) {
      connection.unanswered(failure);
    }
  }

  /** The engine has closed it; it may open it again. */
  public void closed(CloseReason reason) {
    pool.close(connection, reason);
  }

  /**
   * The engine gives it back in a state to be used again.
   *
   * @param state the user token that the connection belongs to
   * @param keepAlive for how long it may be kept; not positive means indefinitely
   */
  public void giveBack(@Nullable Object state, long keepAlive, @Nullable TimeUnit unit) {
    if (!end(State.GIVEN_BACK)) {
      closeUnlessGivenBack();
      return;
    }
    // Who shares this pool presents the same certificate, so that is nobody's alone.
    Object user = state != null && state.equals(connection.certificateOwner()) ? null : state;
    if (connection.bound || (user != null && !namesNobody(user))) {
      connection.belongsTo(shadow.manager(), user);
      shadow.keepsOwn();
    } else if (user != null) {
      connection.belongsToAllWho(user);
    }
    long keepAliveNanos = keepAlive > 0 && unit != null ? unit.toNanos(keepAlive) : Long.MAX_VALUE;
    if (shadow.mayShare()) {
      pool.giveBack(connection, permit.overflow(), keepAliveNanos);
    } else {
      pool.close(connection, CloseReason.POOL_CLOSED);
    }
    release(keepAliveNanos);
  }

  /**
   * A plain object, or a class as SolrJ has it, says nothing about a user but that it is always the
   * same one, so that connections are used again at all.
   */
  private static boolean namesNobody(Object token) {
    return token.getClass() == Object.class || token instanceof Class;
  }

  /** The connection is of no more use. Idempotent. */
  public void discard(CloseReason reason) {
    if (end(State.DISCARDED)) {
      pool.close(connection, reason);
      release(0);
    } else {
      closeUnlessGivenBack();
    }
  }

  /** The client was closed while it had the connection. */
  void revoke() {
    if (end(State.REVOKED)) {
      pool.close(connection, CloseReason.CLIENT_CLOSED);
      release(0);
    }
  }

  private boolean end(State end) {
    return state.compareAndSet(State.HELD, end);
  }

  /** The lease has ended before its user was done: nobody else will ever have the connection. */
  private void closeUnlessGivenBack() {
    if (state.get() != State.GIVEN_BACK) {
      pool.close(connection, CloseReason.CLIENT_CLOSED);
    }
  }

  /** The connection is idle or closed by now, so that whoever waited for it finds it so. */
  private void release(long keepAliveNanos) {
    permit.release();
    shadow.ended(this, keepAliveNanos);
  }

  /**
   * Ties the lease to what the engine holds: when the application drops that without closing it,
   * the connection is closed and counted.
   */
  public void ownedBy(Object holder) {
    PooledConnection leaked = connection;
    ExclusivePool<PooledConnection> from = pool;
    permit.ownedBy(holder, () -> from.closeUncounted(leaked));
  }
}
