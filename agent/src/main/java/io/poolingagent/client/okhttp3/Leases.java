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
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import okhttp3.Address;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
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
  private final PoolChoice pools;

  /** The lease of a thread that is looking for a connection; null when it is done. */
  private final ThreadLocal<@Nullable Lease> current = new ThreadLocal<>();

  /** Failures after which OkHttp must not send the request again. Guarded by itself. */
  private final Set<Object> notToBeSentAgain = Collections.newSetFromMap(new WeakHashMap<>());

  Leases(AgentContext context, Internals internals, PoolChoice pools) {
    this.context = context;
    this.internals = internals;
    this.pools = pools;
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
    Destination destination = context.destinations().of(origin(url));
    Call call = chained ? internals.call(engine) : null;
    Lease lease = new Lease(destination, request, call, current.get());
    Connection held = internals.connection(holder);
    if (held == null || !sameOrigin(held, url)) {
      lease.permit = acquire(destination, pool.shared(), call);
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
      notToBeSentAgain(seen); // up to 3.3 even a timeout is tried again
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
    if (!pool.key.sameTls(key(connection.route().address()))) {
      internals.retire(connection); // its context was initialised anew since the call began
    }
    long now = context.clock().nanoTime();
    Origin origin = origin(connection.route().address().url());
    PooledConnection pooled =
        new PooledConnection(connection, pool, origin, context.destinations().of(origin), now);
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
    pool.add(pooled);
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
      Object own = ownPool(lease.call);
      boolean first = internals.calls(connection.connection).isEmpty();
      connection.owner = first || connection.owner == own ? own : null;
    }
    lease.connected = true;
    lease.reused = reused;
    connection.bound |= lease.bound;
    connection.reusedForNonIdempotent = reused && !lease.idempotent;
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
    permit.connected(reused);
  }

  @Nullable Object leaseEnds(@Nullable Object self, Object[] values) throws Throwable {
    Lease lease = (Lease) values[values.length - 1];
    Throwable thrown = (Throwable) values[values.length - 2];
    Object returned = values[values.length - 3];
    current.set(lease.outer);
    lease.call = null;
    lease.closeUnfit();
    lease.releasePermit();
    if (thrown != null && !lease.connected && lease.connectingSinceNanos != 0) {
      lease.destination.stats(Adapter.CLIENT).failed();
    }
    if (thrown != null && lease.reused && !lease.idempotent && mayHaveBeenProcessed(thrown)) {
      notToBeSentAgain(thrown);
    }
    if (returned instanceof Response) {
      String keepAlive = ((Response) returned).header("Keep-Alive");
      if (keepAlive != null) {
        lease.destination.keepAlive().serverHint(keepAlive);
      }
    }
    return null;
  }

  /** Up to 3.3 a response shows outside of the lease, but its connection is still held. */
  @Nullable Object responseHeaders(@Nullable Object self, Object[] values) throws Throwable {
    if (self != null && values[0] instanceof Headers) {
      String keepAlive = ((Headers) values[0]).get("Keep-Alive");
      Object holder = keepAlive == null ? null : internals.holder(self);
      PooledConnection connection =
          holder == null ? null : pools.connection(internals.connection(holder));
      if (keepAlive != null && connection != null) {
        connection.destination.keepAlive().serverHint(keepAlive);
      }
    }
    return null;
  }

  // ---- is a pooled connection good for a call? ----

  /** OkHttp's verdict on a pooled connection; its lock is held. */
  @Nullable Object eligible(@Nullable Object self, Object[] values) throws Throwable {
    PooledConnection connection = pools.connection(self);
    if (connection == null || !(values[0] instanceof Address)) {
      return null;
    }
    Address address = (Address) values[0];
    boolean eligible = (Boolean) values[values.length - 3];
    boolean allowed = allowed(connection, address, eligible);
    return allowed == eligible ? null : (Object) allowed;
  }

  private boolean allowed(PooledConnection connection, Address address, boolean eligible)
      throws Throwable {
    int calls = internals.calls(connection.connection).size();
    // No coalescing: on clients of their own, host B would not have travelled on A's connection.
    if (connection.closed || !sameOrigin(connection.connection, address.url())) {
      return false;
    }
    Address own = connection.connection.route().address();
    if (eligible) {
      if (own.socketFactory() != address.socketFactory()) {
        return false; // OkHttp compares everything else
      }
      if (calls > 0) {
        return withOwnClient(connection)
            || calls
                < context.settings().forHost(connection.origin.host()).http2StreamsPerConnection();
      }
    } else if (calls > 0
        || internals.retired(connection.connection)
        || !key(own).same(key(address))) {
      return false;
    }
    return connection.pool.fit(connection, current.get());
  }

  /** Whether all streams of a connection would travel with this one without the agent, too. */
  private boolean withOwnClient(PooledConnection connection) throws Throwable {
    Lease lease = current.get();
    return lease != null && connection.owner != null && connection.owner == ownPool(lease.call);
  }

  /** The pool that a call would use without the agent; null if that cannot be told. */
  private @Nullable Object ownPool(@Nullable Call call) throws Throwable {
    OkHttpClient client = call == null ? null : internals.client(call);
    return client == null ? null : internals.nativePool(client.connectionPool());
  }

  private Key key(Address address) {
    return new Key(address, 0, context.tls());
  }

  /** Up to 3.5 a pooled connection is judged when a call has it already. */
  @Nullable Object healthy(@Nullable Object self, Object[] values) throws Throwable {
    PooledConnection connection = pools.connection(self);
    Lease lease = current.get();
    if (connection == null
        || !Boolean.TRUE.equals(values[values.length - 3])
        || (lease != null && connection.opener == lease)) {
      return null;
    }
    synchronized (internals.lock(connection.pool.nativePool, connection.connection)) {
      if (internals.calls(connection.connection).size() > 1
          || connection.pool.fit(connection, lease)) {
        return null;
      }
    }
    if (lease != null) {
      lease.connected = false;
      lease.reused = false;
    }
    return false;
  }

  /**
   * Up to 3.5 addresses are compared whole, by identity where other versions compare by content.
   */
  @Nullable Object sameAddress(@Nullable Object self, Object[] values) throws Throwable {
    Object other = values[0];
    if (!(self instanceof Address) || !(other instanceof Address)) {
      return null;
    }
    Address a = (Address) self;
    Address b = (Address) other;
    boolean nativeAnswer = (Boolean) values[1];
    boolean answer =
        a.url().host().equals(b.url().host())
            && a.url().port() == b.url().port()
            && key(a).same(key(b));
    return answer == nativeAnswer ? null : (Object) answer;
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

  // ---- a call failed ----

  /**
   * OkHttp sends a request again when a reused connection dies under it, whatever the method is. On
   * a fresh connection it would not have: there was no other route to try.
   */
  @Nullable Object recover(@Nullable Object self, Object[] values) {
    if (!Boolean.TRUE.equals(values[values.length - 3]) || !(values[0] instanceof Throwable)) {
      return null;
    }
    synchronized (notToBeSentAgain) {
      return notToBeSentAgain.remove(values[0]) ? (Object) false : null;
    }
  }

  /** Up to 3.3 the failure shows outside of the lease, but the connection is still held. */
  @Nullable Object failed(@Nullable Object self, Object[] values) throws Throwable {
    if (self != null && values[0] instanceof IOException) {
      PooledConnection connection = pools.connection(internals.connection(self));
      if (connection != null
          && connection.reusedForNonIdempotent
          && mayHaveBeenProcessed((Throwable) values[0])) {
        notToBeSentAgain((Throwable) values[0]);
      }
    }
    return null;
  }

  private void notToBeSentAgain(Throwable failure) {
    synchronized (notToBeSentAgain) {
      notToBeSentAgain.add(failure);
    }
  }

  /**
   * Whether the server may have acted on the request. It has not where HTTP/2 says so: a stream
   * that was refused, or beyond the last one of a GOAWAY (RFC 9113, section 8.7).
   */
  private static boolean mayHaveBeenProcessed(Throwable failure) {
    String type = failure.getClass().getSimpleName();
    return !type.equals("ConnectionShutdownException")
        && !type.equals("RouteException")
        && !(type.equals("StreamResetException")
            && String.valueOf(failure.getMessage()).contains("REFUSED_STREAM"));
  }

  private static Origin origin(HttpUrl url) {
    return Origin.of(url.scheme(), url.host(), url.port());
  }

  private static boolean sameOrigin(Connection connection, HttpUrl url) {
    HttpUrl own = connection.route().address().url();
    return own.port() == url.port()
        && own.host().equals(url.host())
        && own.scheme().equals(url.scheme());
  }
}
