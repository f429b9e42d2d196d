package io.poolingagent.client.apache4.legacy;

import io.poolingagent.client.apache4.Asker;
import io.poolingagent.client.apache4.CurrentRequest;
import io.poolingagent.client.apache4.Lease;
import io.poolingagent.client.apache4.Leases;
import io.poolingagent.client.apache4.Shadow;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.SharedPool;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.conn.ClientConnectionOperator;
import org.apache.http.conn.ClientConnectionRequest;
import org.apache.http.conn.ConnectionPoolTimeoutException;
import org.apache.http.conn.ManagedClientConnection;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.conn.scheme.SchemeRegistry;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * What a director has in place of its connection manager. Whatever cannot be shared goes to that
 * manager, as it would have without us.
 */
@SuppressWarnings("deprecation") // this API is why the class exists
final class SharedConnections extends Shadow implements ClientConnectionManager {
  private final Adapter adapter;
  private final ClientConnectionManager own;
  private final ManagerKind kind;
  private volatile @Nullable SharedPool latest;

  SharedConnections(Adapter adapter, ClientConnectionManager own, ManagerKind kind) {
    super(adapter.leases(), own);
    this.adapter = adapter;
    this.own = own;
    this.kind = kind;
  }

  @Override
  protected @Nullable String misuse() {
    return kind.misuse();
  }

  @Override
  protected int maxPerRoute(Object route) {
    return kind.maxPerRoute(own, (HttpRoute) route);
  }

  @Override
  protected int maxTotal() {
    return kind.maxTotal(own);
  }

  @Override
  protected boolean tells() {
    return false;
  }

  @Override
  public SchemeRegistry getSchemeRegistry() {
    return own.getSchemeRegistry();
  }

  @Override
  public ClientConnectionRequest requestConnection(HttpRoute route, Object state) {
    CurrentRequest.Taken request = adapter.current().look();
    Origin origin = Leases.origin(route.getTargetHost());
    ClientConnectionOperator operator = kind.operator(own);
    if (request == null
        || origin == null
        || operator == null
        || isClosed()
        || bringsSchemes(request.context)
        || !adapter.leases().mayShare()) {
      return own.requestConnection(route, state);
    }
    SharedPool pool =
        adapter
            .leases()
            .pool(
                this,
                latest,
                key ->
                    adapter.key().describe(key, own.getSchemeRegistry(), operator, route, request));
    latest = pool;
    return pool == null
        ? own.requestConnection(route, state)
        : new Request(route, state, request, origin, pool, operator);
  }

  /** Whether a request has socket factories of its own, which the library heeds since 4.3. */
  boolean bringsSchemes(HttpContext http) {
    Object schemes = http.getAttribute("http.scheme-registry");
    return schemes != null && schemes != own.getSchemeRegistry();
  }

  /** A request for a connection, as the director holds it. */
  private final class Request implements ClientConnectionRequest {
    private final HttpRoute route;
    private final @Nullable Object state;
    private final CurrentRequest.Taken request;
    private final Origin origin;
    private final SharedPool pool;
    private final ClientConnectionOperator operator;
    private volatile @Nullable Asker asker;
    private volatile boolean aborted;

    Request(
        HttpRoute route,
        @Nullable Object state,
        CurrentRequest.Taken request,
        Origin origin,
        SharedPool pool,
        ClientConnectionOperator operator) {
      this.route = route;
      this.state = state;
      this.request = request;
      this.origin = origin;
      this.pool = pool;
      this.operator = operator;
    }

    @Override
    public void abortRequest() {
      aborted = true;
      Asker waiting = asker;
      if (waiting != null) {
        waiting.cancelled = true;
      }
    }

    @Override
    public ManagedClientConnection getConnection(long timeout, TimeUnit unit)
        throws InterruptedException, ConnectionPoolTimeoutException {
      if (isClosed()) { // it says so itself
        return own.requestConnection(route, state).getConnection(timeout, unit);
      }
      long now = adapter.leases().nanoTime();
      long patience = timeout > 0 ? unit.toNanos(timeout) : Long.MAX_VALUE;
      Asker asking = new Asker(route, state, request, now, patience);
      asker = asking;
      asking.cancelled |= aborted;
      try {
        Lease lease =
            adapter
                .leases()
                .lease(
                    SharedConnections.this,
                    pool,
                    origin,
                    asking,
                    () -> new Entry(new Operator(operator), route));
        Entry entry = (Entry) lease.connection.connection;
        entry.operator().serve(operator, SharedConnections.this, lease);
        LeasedConnection leased = new LeasedConnection(SharedConnections.this, entry, lease);
        if (lease.isProven()) {
          leased.getMetrics().reset();
        }
        return leased;
      } catch (CancellationException givenUp) {
        throw new InterruptedException("Operation aborted");
      }
    }
  }

  @Override
  public void releaseConnection(ManagedClientConnection connection, long valid, TimeUnit unit) {
    if (connection instanceof LeasedConnection) {
      ((LeasedConnection) connection).end(valid, unit);
    } else {
      own.releaseConnection(connection, valid, unit);
    }
  }

  @Override
  public void closeIdleConnections(long idleTime, TimeUnit unit) {
    own.closeIdleConnections(idleTime, unit);
  }

  @Override
  public void closeExpiredConnections() {
    own.closeExpiredConnections();
  }

  @Override
  public void shutdown() {
    own.shutdown();
    managerClosed();
  }
}
