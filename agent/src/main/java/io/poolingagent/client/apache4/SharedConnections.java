package io.poolingagent.client.apache4;

import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.SharedPool;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpHost;
import org.apache.http.conn.ConnectionPoolTimeoutException;
import org.apache.http.conn.ConnectionRequest;
import org.apache.http.conn.HttpClientConnectionManager;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.conn.ConnectionShutdownException;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.pool.PoolStats;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * What the engine of a client has in place of its connection manager. Whatever cannot be shared
 * goes to that manager, as it would have without us.
 */
final class SharedConnections extends Shadow implements HttpClientConnectionManager {
  private final Adapter adapter;
  private final HttpClientConnectionManager own;
  private volatile @Nullable SharedPool latest;

  SharedConnections(Adapter adapter, HttpClientConnectionManager own) {
    super(adapter.leases(), own);
    this.adapter = adapter;
    this.own = own;
  }

  @Override
  protected @Nullable String misuse() {
    return Internals.isPooling(own) ? null : "Connection is still allocated";
  }

  @Override
  protected int maxPerRoute(Object route) {
    return Internals.isPooling(own)
        ? ((PoolingHttpClientConnectionManager) own).getMaxPerRoute((HttpRoute) route)
        : 1;
  }

  @Override
  protected int maxTotal() {
    return Internals.isPooling(own) ? ((PoolingHttpClientConnectionManager) own).getMaxTotal() : 1;
  }

  @Override
  protected boolean tells() {
    return Internals.isPooling(own);
  }

  @Override
  public ConnectionRequest requestConnection(HttpRoute route, Object state) {
    ConnectionRequest shared = requestShared(route, state);
    return shared != null ? shared : own.requestConnection(route, state);
  }

  /** The same; null to go the application's own way. */
  @Nullable ConnectionRequest requestShared(HttpRoute route, @Nullable Object state) {
    CurrentRequest.Taken request = adapter.current().take();
    if (request == null || bringsFactories(request.context)) {
      return leased(null) == 0 ? null : new OwnRequest(own.requestConnection(route, state), route);
    }
    if (isClosed() || !adapter.leases().mayShare()) {
      return null;
    }
    Origin origin = Leases.origin(route.getTargetHost());
    SharedPool pool = origin == null ? null : pool(route, request.tunnelUser);
    return origin == null || pool == null ? null : new Request(route, state, request, origin, pool);
  }

  /** Whether a request has socket factories of its own. */
  private static boolean bringsFactories(HttpContext http) {
    return http.getAttribute("http.socket-factory-registry") != null;
  }

  private @Nullable SharedPool pool(HttpRoute route, @Nullable String tunnelUser) {
    SharedPool pool =
        adapter
            .leases()
            .pool(this, latest, key -> adapter.key().describe(key, own, route, tunnelUser));
    latest = pool;
    return pool;
  }

  /** A request for a connection, as the engine holds it. */
  private final class Request implements ConnectionRequest {
    private final HttpRoute route;
    private final @Nullable Object state;
    private final CurrentRequest.Taken request;
    private final Origin origin;
    private final SharedPool pool;
    private volatile @Nullable Asker asker;
    private volatile boolean cancelled;

    Request(
        HttpRoute route,
        @Nullable Object state,
        CurrentRequest.Taken request,
        Origin origin,
        SharedPool pool) {
      this.route = route;
      this.state = state;
      this.request = request;
      this.origin = origin;
      this.pool = pool;
    }

    @Override
    public boolean cancel() {
      boolean first = !cancelled;
      cancelled = true;
      Asker waiting = asker;
      if (waiting != null) {
        waiting.cancelled = true;
      }
      return first;
    }

    @Override
    public HttpClientConnection get(long timeout, TimeUnit unit)
        throws InterruptedException, ExecutionException, ConnectionPoolTimeoutException {
      if (isClosed()) { // it says so itself
        return own.requestConnection(route, state).get(timeout, unit);
      }
      long now = adapter.leases().nanoTime();
      long patience = timeout > 0 ? unit.toNanos(timeout) : Long.MAX_VALUE;
      Asker asking = new Asker(route, state, request, now, patience);
      asker = asking;
      asking.cancelled |= cancelled;
      try {
        asking.timeToLiveNanos = adapter.timeToLiveNanos(own);
        Lease lease =
            adapter
                .leases()
                .lease(
                    SharedConnections.this, pool, origin, asking, () -> adapter.create(own, route));
        LeasedConnection leased = new LeasedConnection(lease);
        if (lease.isProven()) {
          leased.setSocketTimeout(adapter.socketTimeout(own, route, request.connectTimeoutMillis));
          leased.getMetrics().reset();
        }
        return leased;
      } catch (CancellationException givenUp) {
        throw new ExecutionException(givenUp);
      }
    }
  }

  /**
   * The application itself asks its manager, which does not know of the connections that its
   * clients have.
   */
  private final class OwnRequest implements ConnectionRequest {
    private final ConnectionRequest request;
    private final HttpRoute route;
    private volatile boolean cancelled;

    OwnRequest(ConnectionRequest request, HttpRoute route) {
      this.request = request;
      this.route = route;
    }

    @Override
    public boolean cancel() {
      cancelled = true;
      return request.cancel();
    }

    @Override
    public HttpClientConnection get(long timeout, TimeUnit unit)
        throws InterruptedException, ExecutionException, ConnectionPoolTimeoutException {
      if (!cancelled && !isClosed()) {
        long patience = timeout > 0 ? unit.toNanos(timeout) : Long.MAX_VALUE;
        Asker asking = new Asker(route, null, null, nanoTime(), patience);
        if (!awaitOwnLimits(asking)) {
          throw Leases.outOfTime(asking, null);
        }
        failed(asking); // from here on it is in the manager's own books
      }
      return request.get(timeout, unit);
    }
  }

  private static @Nullable LeasedConnection ours(HttpClientConnection connection) {
    return connection instanceof LeasedConnection ? (LeasedConnection) connection : null;
  }

  private static Lease lease(LeasedConnection leased) {
    Lease lease = leased.lease();
    if (lease == null) {
      throw new ConnectionShutdownException();
    }
    return lease;
  }

  @Override
  public void connect(
      HttpClientConnection connection, HttpRoute route, int timeout, HttpContext context)
      throws IOException {
    LeasedConnection leased = ours(connection);
    if (leased == null) {
      own.connect(connection, route, timeout, context);
      return;
    }
    Lease lease = lease(leased);
    lease.connecting();
    lease.connection.bound = bringsFactories(context); // if it has got them since it asked
    boolean connected = false;
    try {
      HttpHost host = route.getProxyHost() != null ? route.getProxyHost() : route.getTargetHost();
      adapter.connect(own, leased, host, route.getLocalSocketAddress(), timeout, context);
      connected = true;
    } finally {
      if (connected) {
        lease.connected();
      } else {
        lease.failedToConnect();
      }
    }
  }

  @Override
  public void upgrade(HttpClientConnection connection, HttpRoute route, HttpContext context)
      throws IOException {
    LeasedConnection leased = ours(connection);
    if (leased == null) {
      own.upgrade(connection, route, context);
    } else {
      lease(leased);
      adapter.upgrade(own, leased, route.getTargetHost(), context);
    }
  }

  @Override
  public void routeComplete(HttpClientConnection connection, HttpRoute route, HttpContext context)
      throws IOException {
    LeasedConnection leased = ours(connection);
    if (leased == null) {
      own.routeComplete(connection, route, context);
    } else {
      lease(leased).connection.routeComplete = true;
    }
  }

  @Override
  public void releaseConnection(
      HttpClientConnection connection, Object state, long keepAlive, TimeUnit unit) {
    LeasedConnection leased = ours(connection);
    if (leased == null) {
      own.releaseConnection(connection, state, keepAlive, unit);
      return;
    }
    synchronized (leased) {
      boolean open = leased.isOpen();
      Lease lease = leased.detach();
      if (lease != null && open && lease.connection.routeComplete) {
        lease.giveBack(state, keepAlive, unit == null ? TimeUnit.MILLISECONDS : unit);
      } else if (lease != null) {
        lease.discard(CloseReason.ERROR);
      }
    }
  }

  /**
   * What its manager tells of its connections.
   *
   * @param route to this one; null for all
   */
  PoolStats statistics(@Nullable HttpRoute route) {
    PoolingHttpClientConnectionManager manager = (PoolingHttpClientConnectionManager) own;
    PoolStats own = route == null ? manager.getTotalStats() : manager.getStats(route);
    return new PoolStats(
        own.getLeased() + leased(route),
        own.getPending() + pending(route),
        own.getAvailable() + available(route),
        own.getMax());
  }

  @Override
  public void closeIdleConnections(long idleTime, TimeUnit unit) {
    own.closeIdleConnections(idleTime, unit);
  }

  @Override
  public void closeExpiredConnections() {
    own.closeExpiredConnections();
  }

  /** The engine calls it when it has caught an {@code Error}: its client is done, as without us. */
  @Override
  public void shutdown() {
    own.shutdown();
    managerClosed();
  }
}
