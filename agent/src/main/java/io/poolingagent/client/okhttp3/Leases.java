package io.poolingagent.client.okhttp3;

import io.poolingagent.client.AgentContext;
import io.poolingagent.client.Propagate;
import io.poolingagent.pool.AcquireTimeoutException;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.Permit;
import io.poolingagent.pool.SharedPool;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import okhttp3.Address;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What happens around each call's search for a connection, and to connections as they come and go.
 * All of it is told by hooks, some of them under OkHttp's locks: those do not wait and call nothing
 * of the application.
 */
final class Leases {
  private final AgentContext context;
  private final Internals internals;
  private final SharedPools pools;
  private final Appearance appearance;

  /** The lease of a thread that is looking for a connection; null when it is done. */
  private final ThreadLocal<@Nullable Lease> current = new ThreadLocal<>();

  private final Resend resend;
  private final ResponseHeads heads;

  Leases(
      AgentContext context,
      Internals internals,
      SharedPools pools,
      Appearance appearance,
      Resend resend,
      ResponseHeads heads) {
    this.context = context;
    this.internals = internals;
    this.pools = pools;
    this.appearance = appearance;
    this.resend = resend;
    this.heads = heads;
  }

  /** The lease of the call on this thread, while it looks for a connection. */
  @Nullable Lease current() {
    return current.get();
  }

  // ---- a call looks for a connection ----

  @Nullable Object leaseBegins(@Nullable Object self, Object[] values) throws Throwable {
    boolean chained = values.length > 0 && values[0] instanceof Interceptor.Chain;
    Object engine = chained ? values[0] : self;
    if (engine == null) {
      return null;
    }
    Object holder = internals.holder(engine);
    SharedConnections pool = holder == null ? null : pools.pool(internals.poolOfHolder(holder));
    Request request =
        chained ? ((Interceptor.Chain) engine).request() : internals.engineRequest(engine);
    if (pool == null || holder == null || request == null || Lease.isUpgrade(request)) {
      return null;
    }
    HttpUrl url = request.url();
    Call call = chained ? internals.call(engine) : null;
    Object own = internals.ownPool(call);
    PooledConnection joinable = own == null ? null : pool.connections().joinable(url, own);
    Destination destination =
        joinable != null ? joinable.destination : context.destinations().of(origin(url));
    Lease lease =
        new Lease(pool, destination, request, call, own, appearance.emptied(own), current.get());
    Connection held = internals.connection(holder);
    if (lease.bound) {
      heads.bind(held); // it goes on with what has brought the question who it is
    }
    if (held == null || !Eligibility.sameOrigin(held, url)) {
      // A stream more needs no connection more. Where limits are hard it might have to wait for one
      // after all, and waiting is for here, where OkHttp is about to do nothing else.
      if (joinable != null && !destination.limits().hard()) {
        lease.permitDue = true;
      } else {
        lease.permit = acquire(destination, pool.shared(), call);
      }
    }
    current.set(lease);
    return lease;
  }

  private Permit acquire(Destination destination, SharedPool pool, @Nullable Call call)
      throws Propagate {
    BooleanSupplier cancelled = call == null ? () -> false : call::isCanceled;
    try {
      return destination.acquire(pool, cancelled);
    } catch (AcquireTimeoutException timeout) {
      // OkHttp has no pool timeout; this one it does not retry, and callers know it.
      SocketTimeoutException seen = new SocketTimeoutException(timeout.getMessage());
      seen.initCause(timeout);
      resend.veto(seen); // up to 3.3 even a timeout is tried again
      throw new Propagate(seen);
    } catch (CancellationException cancelledMeanwhile) {
      throw new Propagate(new IOException("Canceled"));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Propagate(new InterruptedIOException("interrupted"));
    }
  }

  @Nullable Object connecting(@Nullable Object self, Object[] values) throws Throwable {
    Lease lease = current.get();
    if (lease != null && !lease.connected) {
      lease.closeUnfit();
      if (lease.permitDue && lease.permit == null) {
        lease.permit = acquire(lease.destination, lease.pool.shared(), lease.call);
      }
      lease.connectingSinceNanos = context.clock().nanoTime();
      if (lease.permit != null) {
        lease.permit.connecting();
      }
    }
    return null;
  }

  @Nullable Object handshakeBegins(@Nullable Object self, Object[] values) {
    return current.get() == null ? null : context.clock().nanoTime();
  }

  @Nullable Object handshakeEnds(@Nullable Object self, Object[] values) {
    Lease lease = current.get();
    if (lease != null && values[values.length - 2] == null) {
      lease.handshakeNanos = context.clock().nanoTime() - (Long) values[values.length - 1];
    }
    return null;
  }

  /** A new connection enters a pool. OkHttp's lock of it is held. */
  @Nullable Object pooled(@Nullable Object self, Object[] values) throws Throwable {
    SharedConnections pool = pools.pool(self);
    if (pool == null) {
      return null;
    }
    Connection connection = (Connection) values[0];
    Address address = connection.route().address();
    if (address.url().isHttps()
        && !pool.key.sameTls(new Key(address, 0, IdleLimits.NONE, context.tls()))) {
      // Its context was initialised anew since the call began, or the call began with http.
      internals.retire(connection);
    }
    long now = context.clock().nanoTime();
    Origin origin = origin(address.url());
    PooledConnection pooled =
        new PooledConnection(connection, pool, origin, context.destinations().of(origin), now);
    pool.connections().add(pooled); // before its permit is told that it counts
    Lease lease = current.get();
    if (lease != null) {
      long connectNanos = lease.connectingSinceNanos == 0 ? -1 : now - lease.connectingSinceNanos;
      if (connectNanos >= 0 && lease.handshakeNanos >= 0) {
        connectNanos -= lease.handshakeNanos;
      }
      pooled.stats.opened(connectNanos, lease.handshakeNanos);
      pooled.opener = lease;
      take(pooled, lease, false);
    } else {
      pooled.stats.opened(-1, -1);
    }
    return null;
  }

  /** A call takes a connection. OkHttp's lock of it is held. */
  @Nullable Object acquired(@Nullable Object self, Object[] values) throws Throwable {
    PooledConnection connection = pools.connection(values[0]);
    Lease lease = current.get();
    if (connection == null || (lease != null && connection.opener == lease)) {
      return null;
    }
    connection.busy = true;
    connection.stats.reused();
    if (lease != null) {
      take(connection, lease, true);
    }
    return null;
  }

  private void take(PooledConnection connection, Lease lease, boolean reused) throws Throwable {
    if (connection.multiplexed()) {
      if (connection.owner != lease.own) {
        boolean first = internals.calls(connection.connection).isEmpty();
        connection.owner = first ? lease.own : null;
      }
      connection.pool.connections().joined(connection);
      connection.resets.request();
    }
    connection.user = lease.own;
    lease.connected = true;
    lease.reused = reused;
    lease.takenNanos = reused ? context.clock().nanoTime() : 0;
    lease.reusedAlone = reused && !connection.multiplexed();
    connection.bound |= lease.bound;
    connection.reused = reused;
    connection.idempotent = lease.idempotent;
    Permit permit = lease.permit;
    if (permit == null) {
      return;
    }
    if (connection.permit != null) {
      // Another stream of a connection that is occupied already.
      lease.releasePermit();
      return;
    }
    lease.permit = null;
    connection.permit = permit;
    connection.beyond = permit.overflow();
    permit.connected(reused);
  }

  @Nullable Object leaseEnds(@Nullable Object self, Object[] values) throws Throwable {
    Lease lease = (Lease) values[values.length - 1];
    Throwable thrown = (Throwable) values[values.length - 2];
    Object returned = values[values.length - 3];
    current.set(lease.outer);
    lease.ended = true;
    boolean cancelled = lease.call != null && lease.call.isCanceled();
    lease.call = null;
    try {
      lease.closeUnfit();
    } finally {
      lease.releasePermit();
    }
    if (thrown != null && !lease.connected && lease.connectingSinceNanos != 0) {
      lease.destination.stats(Adapter.CLIENT).failed();
    }
    if (lease.reused && !cancelled) {
      if (thrown instanceof SocketTimeoutException) {
        lease.destination.reuse().silent(lease.takenNanos);
      } else if (lease.reusedAlone
          && thrown instanceof IOException
          && !(thrown instanceof InterruptedIOException)) {
        lease.destination.reuse().died();
      }
    }
    if (thrown != null && lease.reused && cancelled) {
      // OkHttp would try again, to find out then; on a fresh connection it tells the failure.
      resend.veto(thrown);
    } else if (thrown != null && lease.reused) {
      resend.failed(thrown, lease.idempotent);
    }
    if (returned instanceof Response) {
      heads.received((Response) returned, values[0], lease);
    }
    return null;
  }

  // ---- a connection comes back ----

  /**
   * OkHttp's lock of the connection is held. OkHttp would wake its clean-up thread after each
   * request; what that does is {@link SharedConnections#evict}'s here, so the method is done.
   */
  @Nullable Object becomesIdle(@Nullable Object self, Object[] values) throws Throwable {
    PooledConnection connection = pools.connection(values[0]);
    if (connection == null) {
      return null;
    }
    boolean stays = connection.pool.becameIdle(connection, current.get());
    return stays ? (Object) false : null;
  }

  /** A stream of an HTTP/2 connection is reset, perhaps on a thread of OkHttp's. */
  @Nullable Object streamReset(@Nullable Object self, Object[] values) throws Throwable {
    PooledConnection connection = self == null ? null : pools.connection(internals.listener(self));
    if (connection != null) {
      connection.resets.reset();
    }
    return null;
  }

  private static Origin origin(HttpUrl url) {
    return Origin.of(url.scheme(), url.host(), url.port());
  }
}
