package io.poolingagent.client.apache5;

import io.poolingagent.pool.AcquireTimeoutException;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.ExclusivePool;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.SharedPool;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * What a client's engine has in place of its connection manager. It leaves everything to that
 * manager, but what the manager leases is a {@link Lease}: a connection that stands for a shared
 * one.
 */
final class Shadow implements HttpClientConnectionManager {
  private final HttpClientConnectionManager own;
  private final PoolChoice pools;
  private final Map<ConnectionEndpoint, Lease> leases = new ConcurrentHashMap<>(2);

  private volatile @Nullable PoolKey key;
  private volatile @Nullable SharedPool pool;

  Shadow(HttpClientConnectionManager own, PoolChoice pools) {
    this.own = own;
    this.pools = pools;
  }

  @Override
  public LeaseRequest lease(
      String id, HttpRoute route, Timeout requestTimeout, @Nullable Object state) {
    Object asked = pools.takeAsked();
    LeaseRequest request = own.lease(id, route, requestTimeout, state);
    Destination destination = pools.destination(route);
    SharedPool shared = destination == null ? null : sharedPool();
    return shared == null || destination == null
        ? request
        : new Search(request, route, destination, shared, asked);
  }

  /** The pool of the manager's configuration, null to leave it alone. */
  private @Nullable SharedPool sharedPool() {
    SharedPool known = pool;
    if (known != null && !known.retired() && pools.pooling()) {
      pools.touch(known);
      return known;
    }
    PoolKey made = pools.key(own);
    known = made == null ? null : pools.pool(made);
    key = made;
    pool = known;
    return known;
  }

  /** One request's search for a connection. */
  private final class Search implements LeaseRequest {
    private final LeaseRequest request;
    private final HttpRoute route;
    private final Destination destination;
    private final SharedPool shared;
    private final @Nullable Object asked;
    private volatile boolean cancelled;

    Search(
        LeaseRequest request,
        HttpRoute route,
        Destination destination,
        SharedPool shared,
        @Nullable Object asked) {
      this.request = request;
      this.route = route;
      this.destination = destination;
      this.shared = shared;
      this.asked = asked;
    }

    @Override
    public ConnectionEndpoint get(Timeout timeout)
        throws InterruptedException, ExecutionException, TimeoutException {
      ExclusivePool<PooledConnection> engine = PoolChoice.engine(shared);
      Object user = PoolChoice.tunnelUser(asked);
      Lease lease = new Lease(pools.internals(), engine, route, destination, user);
      ConnectionEndpoint endpoint;
      boolean taken;
      pools.wanted(lease);
      try {
        endpoint = request.get(timeout);
      } finally {
        taken = pools.wasTaken();
      }
      if (!taken || endpoint == null) {
        return endpoint; // it has a connection that is its own
      }
      boolean done = false;
      try {
        long deadline = pools.deadline(timeout);
        lease.permitted(destination.acquire(shared, () -> cancelled || pools.isOver(deadline)));
        PooledConnection idle =
            engine.take(
                destination,
                candidate -> candidate.suits(route, user),
                pools.maxIdleNanos(asked, destination));
        if (idle != null) {
          lease.reuse(idle, pools.socketTimeout(own, route, asked));
        }
        leases.put(endpoint, lease);
        done = true;
        return endpoint;
      } catch (AcquireTimeoutException outOfTime) {
        TimeoutException seen = new TimeoutException(outOfTime.getMessage());
        seen.initCause(outOfTime);
        throw seen;
      } catch (CancellationException over) {
        if (cancelled) {
          throw new ExecutionException(over);
        }
        throw new TimeoutException("Timeout deadline: " + timeout);
      } finally {
        if (!done) {
          lease.detach();
          lease.release();
          own.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
        }
      }
    }

    @Override
    public boolean cancel() {
      cancelled = true;
      return request.cancel();
    }
  }

  @Override
  public void connect(ConnectionEndpoint endpoint, @Nullable TimeValue timeout, HttpContext context)
      throws IOException {
    Lease lease = leases.get(endpoint);
    if (lease == null || endpoint.isConnected()) {
      own.connect(endpoint, timeout, context);
      return;
    }
    PooledConnection connection = lease.newConnection(isAsConfigured());
    if (lease.connecting(connection)) {
      pools.wanted(lease);
    }
    long start = pools.nanoTime();
    boolean connected = false;
    try {
      own.connect(endpoint, timeout, context);
      lease.connected(start, pools.nanoTime(), pools.toLiveNanos(own, connection.route));
      connected = true;
    } finally {
      pools.wasTaken();
      if (!connected) {
        connection.stats().failed();
      }
    }
  }

  /** Managers and TLS contexts can be configured anew; what is opened then is not of this pool. */
  private boolean isAsConfigured() {
    PoolKey known = key;
    PoolKey now = pools.key(own);
    return known != null && now != null && known.equals(now);
  }

  @Override
  public void upgrade(ConnectionEndpoint endpoint, HttpContext context) throws IOException {
    own.upgrade(endpoint, context);
  }

  @Override
  public void release(
      ConnectionEndpoint endpoint, @Nullable Object state, @Nullable TimeValue keepAlive) {
    Lease lease = leases.remove(endpoint);
    if (lease == null) {
      own.release(endpoint, state, keepAlive);
      return;
    }
    try {
      boolean usersOwn = lease.isUsersOwn(state);
      if (usersOwn && lease.mayStayWithItsClient()) {
        own.release(endpoint, state, keepAlive);
        return;
      }
      PooledConnection connection = lease.detach();
      if (connection != null) {
        pools.giveBack(own, connection, lease, usersOwn, keepAlive);
      }
      own.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
    } finally {
      lease.release();
    }
  }

  @Override
  public void close() throws IOException {
    own.close();
  }

  @Override
  public void close(CloseMode mode) {
    own.close(mode);
  }
}
