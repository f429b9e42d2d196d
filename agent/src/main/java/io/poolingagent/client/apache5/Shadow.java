package io.poolingagent.client.apache5;

import io.poolingagent.client.Kept;
import io.poolingagent.pool.AcquireTimeoutException;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.ExclusivePool;
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
  private final HttpClientConnectionManager configured;
  private final PoolChoice pools;
  private final CurrentRequest current;
  private final Handover handover;
  private final Times times;
  private final @Nullable Kept kept;
  private final DefaultManagers.@Nullable Kind kind;
  private final boolean onlyForced;
  private final Map<ConnectionEndpoint, Lease> leases = new ConcurrentHashMap<>(2);

  private volatile @Nullable SharedPool pool;

  /**
   * @param own the application's
   * @param configured the library's: the same, or what that one stands around
   * @param kept what the manager is to tell of its idle connections; null if nobody can ask it
   * @param kind of a manager that is told nothing, neither now nor later; null for any other
   * @param onlyForced whether only hosts count for which the operator overrides the application
   */
  Shadow(
      HttpClientConnectionManager own,
      HttpClientConnectionManager configured,
      PoolChoice pools,
      CurrentRequest current,
      Handover handover,
      Times times,
      @Nullable Kept kept,
      DefaultManagers.@Nullable Kind kind,
      boolean onlyForced) {
    this.own = own;
    this.configured = configured;
    this.pools = pools;
    this.current = current;
    this.handover = handover;
    this.times = times;
    this.kept = kept;
    this.kind = kind;
    this.onlyForced = onlyForced;
  }

  @Override
  public LeaseRequest lease(
      String id, HttpRoute route, Timeout requestTimeout, @Nullable Object state) {
    CurrentRequest.@Nullable Taken asked = current.take();
    LeaseRequest request = own.lease(id, route, requestTimeout, state);
    Destination destination = pools.destination(route);
    SharedPool shared =
        asked == null || destination == null || isOptedOut(destination) ? null : sharedPool();
    return asked == null || destination == null || shared == null
        ? request
        : new Search(request, route, destination, shared, asked);
  }

  private boolean isOptedOut(Destination destination) {
    return onlyForced && !pools.settings(destination).force();
  }

  /** The pool of the manager's configuration, null to leave it alone. */
  private @Nullable SharedPool sharedPool() {
    SharedPool known = pool;
    if (known != null && !known.retired() && pools.pooling()) {
      known.touch(pools.nanoTime());
    } else {
      known = kind != null ? pools.pool(kind, configured) : pools.pool(configured);
    }
    pool = known;
    return known;
  }

  /** One request's search for a connection. */
  private final class Search implements LeaseRequest {
    private final LeaseRequest request;
    private final HttpRoute route;
    private final Destination destination;
    private final SharedPool shared;
    private final CurrentRequest.Taken asked;
    private volatile boolean cancelled;

    Search(
        LeaseRequest request,
        HttpRoute route,
        Destination destination,
        SharedPool shared,
        CurrentRequest.Taken asked) {
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
      Object user = asked.tunnelUser;
      Lease lease = new Lease(pools.internals(), engine, route, destination, user);
      ConnectionEndpoint endpoint;
      boolean taken;
      handover.ready(lease);
      try {
        endpoint = request.get(timeout);
      } finally {
        taken = handover.wasTaken();
      }
      if (!taken || endpoint == null) {
        return endpoint; // it has a connection that is its own
      }
      boolean done = false;
      try {
        long deadline = deadline(timeout);
        lease.permitted(destination.acquire(shared, () -> cancelled || isOver(deadline)));
        PooledConnection idle =
            engine.take(
                destination,
                lease.isOverflow(),
                candidate -> candidate.suits(route, user),
                asked.maxIdleNanos(pools.settings(destination), destination.reuse()));
        if (idle != null) {
          lease.reuse(idle, times.socketTimeout(configured, route, asked));
        }
        leases.put(endpoint, lease);
        if (kept != null) {
          Statistics.leased(kept, configured, route, pools.nanoTime());
        }
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
          leases.remove(endpoint);
          PooledConnection found = lease.detach();
          if (found != null) {
            engine.close(found, CloseReason.ERROR);
          }
          lease.release();
          own.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
        }
      }
    }

    /** When the wait is over, 0 for never. */
    private long deadline(@Nullable Timeout timeout) {
      return timeout == null || timeout.isDisabled() ? 0 : pools.nanoTime() + Times.nanos(timeout);
    }

    private boolean isOver(long deadline) {
      return deadline != 0 && pools.nanoTime() - deadline >= 0;
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
    boolean shared = isAsConfigured() && !CurrentRequest.bringsFactories(context);
    PooledConnection connection = lease.newConnection(shared);
    if (lease.connecting(connection)) {
      handover.ready(lease);
    }
    long start = pools.nanoTime();
    boolean connected = false;
    try {
      own.connect(endpoint, timeout, context);
      lease.connected(start, pools.nanoTime(), times.toLiveNanos(configured, connection.route));
      connected = true;
    } finally {
      handover.wasTaken();
      if (!connected) {
        connection.stats().failed();
      }
    }
  }

  /** Managers and TLS contexts can be configured anew; what is opened then is not of this pool. */
  private boolean isAsConfigured() {
    SharedPool known = pool;
    return known != null && pools.isConfiguredTo(known, configured);
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
        lease.staysWithItsClient();
        own.release(endpoint, state, keepAlive);
        return;
      }
      PooledConnection connection = lease.detach();
      if (connection != null) {
        giveBack(connection, lease, usersOwn, keepAlive);
      }
      own.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
    } finally {
      lease.release();
    }
  }

  /** A connection comes back; it is open and between two requests. */
  private void giveBack(
      PooledConnection connection, Lease lease, boolean usersOwn, @Nullable TimeValue keepAlive) {
    if (keepAlive == null) {
      lease.pool().close(connection, CloseReason.SERVER);
    } else if (usersOwn) {
      lease.pool().close(connection, CloseReason.CLIENT_CLOSED);
    } else if (!connection.shared || !pools.pooling()) {
      lease.pool().close(connection, CloseReason.POOL_CLOSED);
    } else {
      connection.connection.passivate();
      long keptNanos = times.keptNanos(configured, connection.route, keepAlive);
      lease.pool().giveBack(connection, lease.isOverflow(), keptNanos);
      if (kept != null) {
        kept.add(connection.route, pools.nanoTime(), keptNanos);
      }
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
