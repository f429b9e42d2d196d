package io.poolingagent.client.commonshttpclient3;

import io.poolingagent.client.AgentContext;
import io.poolingagent.pool.AcquireTimeoutException;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.ExclusivePool;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.Permit;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.SharedPool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.apache.commons.httpclient.ConnectionPoolTimeoutException;
import org.apache.commons.httpclient.HostConfiguration;
import org.apache.commons.httpclient.HttpConnection;
import org.apache.commons.httpclient.HttpConnectionManager;
import org.apache.commons.httpclient.MultiThreadedHttpConnectionManager;
import org.apache.commons.httpclient.params.HttpConnectionManagerParams;
import org.jspecify.annotations.Nullable;

/**
 * What a director has in place of one connection manager of the application's. What cannot be
 * shared goes to that manager, as it would have without us. Thread-safe.
 */
final class Shadow implements HttpConnectionManager {
  private final Adapter adapter;
  private final AgentContext context;
  private final HttpConnectionManager own;

  // Guarded by this:
  private final List<Lease> held = new ArrayList<>(2);

  /** The hosts of the connections that its clients have or are about to get, one for each. */
  private final List<Object> lent = new ArrayList<>(2);

  private boolean closed;

  Shadow(Adapter adapter, AgentContext context, HttpConnectionManager own) {
    this.adapter = adapter;
    this.context = context;
    this.own = own;
  }

  long nanoTime() {
    return context.clock().nanoTime();
  }

  boolean mayShare() {
    return context.pooling(Adapter.CLIENT);
  }

  @Override
  public HttpConnection getConnectionWithTimeout(HostConfiguration asked, long timeout)
      throws ConnectionPoolTimeoutException {
    SharedPool pool = isClosed() || !mayShare() ? null : pool(asked);
    if (pool == null) {
      return own.getConnectionWithTimeout(asked, timeout);
    }
    // The director goes on changing its own while it follows redirects.
    HostConfiguration host = new HostConfiguration(asked);
    int port = host.getPort() > 0 ? host.getPort() : host.getProtocol().getDefaultPort();
    Origin origin =
        Origin.of(host.getProtocol().isSecure() ? "https" : "http", host.getHost(), port);
    long deadline = timeout > 0 ? nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout) : 0;
    try {
      awaitOwnLimits(host, deadline);
      return lease(pool, host, origin, deadline);
    } catch (AcquireTimeoutException | CancellationException late) {
      throw outOfTime(late);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalThreadStateException("Interrupted while waiting for a connection");
    }
  }

  private @Nullable SharedPool pool(HostConfiguration host) {
    if (host.getHost() == null) {
      return null; // it says so itself
    }
    PoolKey key = Key.of(host, own.getParams(), adapter.isUnknownToProxies(), context.tls());
    SharedPool pool = key == null ? null : adapter.pool(key);
    if (pool != null) {
      pool.usedBy(own);
    }
    return pool;
  }

  private SharedConnection lease(
      SharedPool pool, HostConfiguration host, Origin origin, long deadline)
      throws AcquireTimeoutException, InterruptedException {
    Permit permit = null;
    Lease lease = null;
    SharedConnection connection;
    try {
      Destination destination = context.destinations().of(origin);
      permit = destination.acquire(pool, () -> deadline != 0 && nanoTime() - deadline >= 0);
      @SuppressWarnings("unchecked") // this adapter made it
      ExclusivePool<PooledConnection> engine = (ExclusivePool<PooledConnection>) pool.engine();
      boolean idempotent = adapter.isIdempotent();
      PooledConnection idle =
          engine.take(
              destination,
              permit.overflow(),
              other -> other.host.equals(host.getHost()),
              adapter.maxIdleNanos(idempotent, destination));
      PooledConnection pooled =
          idle != null ? idle : new PooledConnection(destination, host.getHost());
      lease = new Lease(this, pooled, engine, permit, host, idempotent, idle != null);
      connection = new SharedConnection(host, this, lease, pooled.wake());
      if (idle != null) {
        permit.connected(true);
        idle.stats().reused();
      }
    } finally {
      if (lease == null) {
        if (permit != null) {
          permit.release();
        }
        gone(host);
      }
    }
    lease.ownedBy(connection);
    began(lease);
    return connection;
  }

  private static ConnectionPoolTimeoutException outOfTime(@Nullable Throwable cause) {
    ConnectionPoolTimeoutException timeout =
        new ConnectionPoolTimeoutException("Timeout waiting for connection");
    if (cause != null) {
      timeout.initCause(cause);
    }
    return timeout;
  }

  /**
   * A manager for several threads lends two connections for each host unless told otherwise. Counts
   * one more as lent, until it is {@link #gone}.
   */
  private synchronized void awaitOwnLimits(HostConfiguration host, long deadline)
      throws InterruptedException, AcquireTimeoutException, ConnectionPoolTimeoutException {
    while (own instanceof MultiThreadedHttpConnectionManager && exceedsOwnLimits(host)) {
      long left = deadline == 0 ? Long.MAX_VALUE : deadline - nanoTime();
      if (left <= 0) {
        throw outOfTime(null);
      }
      wait(Math.max(1, Math.min(1_000, TimeUnit.NANOSECONDS.toMillis(left))));
    }
    lent.add(host);
  }

  private boolean exceedsOwnLimits(HostConfiguration host) {
    HttpConnectionManagerParams limits = own.getParams();
    return !closed
        && (Collections.frequency(lent, host) >= limits.getMaxConnectionsPerHost(host)
            || lent.size() >= limits.getMaxTotalConnections());
  }

  private void began(Lease lease) {
    synchronized (this) {
      if (!closed) {
        held.add(lease);
        return;
      }
    }
    lease.revoke();
  }

  synchronized void ended(Lease lease) {
    held.remove(lease);
    gone(lease.host);
  }

  private synchronized void gone(Object host) {
    lent.remove(host);
    notifyAll();
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /**
   * The application has closed its manager.
   *
   * @param forGood whether the manager refuses from now on
   */
  void managerClosed(boolean forGood) {
    List<Lease> orphans;
    synchronized (this) {
      closed = forGood;
      orphans = new ArrayList<>(held);
      notifyAll();
    }
    for (Lease lease : orphans) {
      lease.revoke();
    }
    adapter.closedBy(own);
  }

  @Override
  public void releaseConnection(HttpConnection connection) {
    if (!(connection instanceof SharedConnection)) {
      own.releaseConnection(connection);
      return;
    }
    ((SharedConnection) connection).end();
  }

  @Override
  public void closeIdleConnections(long idleTimeout) {
    own.closeIdleConnections(idleTimeout);
  }

  @Override
  public HttpConnectionManagerParams getParams() {
    return own.getParams();
  }

  @Override
  public void setParams(HttpConnectionManagerParams params) {
    own.setParams(params);
  }

  @Override
  public HttpConnection getConnection(HostConfiguration host) {
    return own.getConnection(host);
  }

  @Override
  @Deprecated
  @SuppressWarnings("deprecation") // of the library's interface
  public HttpConnection getConnection(HostConfiguration host, long timeout)
      throws org.apache.commons.httpclient.HttpException {
    return own.getConnection(host, timeout);
  }
}
