package io.poolingagent.client.apache4;

import io.poolingagent.audit.Reason;
import io.poolingagent.client.AgentContext;
import io.poolingagent.pool.AcquireTimeoutException;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.ExclusivePool;
import io.poolingagent.pool.KeyComparison;
import io.poolingagent.pool.KeyParts;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.Permit;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.PoolRegistry;
import io.poolingagent.pool.SharedPool;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.apache.http.HttpHost;
import org.apache.http.conn.ConnectionPoolTimeoutException;
import org.jspecify.annotations.Nullable;

/** The shared pools of one API, and how a request gets a connection from them. Thread-safe. */
public final class Leases {
  private static final String TIMEOUT = "Timeout waiting for connection from pool";

  private final AgentContext context;
  private final MethodHandle unread;
  private final PoolRegistry registry;

  /** The pool that a client has shared last. */
  private volatile @Nullable SharedPool latest;

  /**
   * @param unread answers whether a connection of the library holds bytes that nobody asked for,
   *     {@code (Object)boolean}
   */
  public Leases(AgentContext context, MethodHandle unread) {
    this.context = context;
    this.unread = unread;
    this.registry = context.newRegistry(ApacheClient.NAME);
  }

  /** The time. */
  public long nanoTime() {
    return context.clock().nanoTime();
  }

  /** Whether connections are shared at this moment. */
  public boolean mayShare() {
    return context.pooling(ApacheClient.NAME);
  }

  /** Why a client that is being created is left alone, null if it is not. */
  public @Nullable Reason whyNot() {
    List<String> excluded = context.settings().excludeCallers();
    return !mayShare()
        ? context.whyNotPooling(ApacheClient.NAME)
        : !excluded.isEmpty() && context.audit().calledFrom(excluded)
            ? Reason.CALLER_EXCLUDED
            : null;
  }

  /** What decides over the connections of a request. */
  public interface Configuration {
    /** Tells its parts; answers whether they are known. */
    boolean describe(KeyParts key) throws Throwable;
  }

  /**
   * The pool of a configuration; null if it cannot be told, or if there are too many already.
   *
   * @param shadow stands for the manager of the client that asks
   * @param latest the pool that it has used last
   */
  public @Nullable SharedPool pool(
      Shadow shadow, @Nullable SharedPool latest, Configuration configuration) {
    try {
      if (latest != null && isOf(latest, configuration)) {
        return latest;
      }
      SharedPool others = this.latest;
      if (others != null && others != latest && isOf(others, configuration)) {
        others.usedBy(shadow.manager());
        return others;
      }
      PoolKey.Builder key = PoolKey.builder(ApacheClient.NAME);
      if (!configuration.describe(key)) {
        return null;
      }
      SharedPool pool = registry.pool(key.build(), () -> new ExclusivePool<>(context.clock()));
      if (pool == null) {
        context.audit().leftAlone(ApacheClient.NAME, Reason.REGISTRY_FULL, null);
      } else {
        pool.usedBy(shadow.manager());
        this.latest = pool;
      }
      return pool;
    } catch (Throwable failure) {
      context.errors().report("apache4 a key", failure);
      return null;
    }
  }

  private boolean isOf(SharedPool pool, Configuration configuration) throws Throwable {
    KeyComparison comparison = new KeyComparison(pool.key());
    boolean same = !pool.retired() && configuration.describe(comparison) && comparison.isSame();
    if (same) {
      pool.touch(nanoTime());
    }
    return same;
  }

  /** Where a route leads; null if that is not known without a look into its scheme. */
  public static @Nullable Origin origin(HttpHost target) {
    int port = target.getPort();
    String scheme = target.getSchemeName();
    if (port <= 0) {
      port = scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : 0;
    }
    return port <= 0 || port > 65535 ? null : Origin.of(scheme, target.getHostName(), port);
  }

  /**
   * A connection for a request: one from the pool, or one that is yet to be opened.
   *
   * @param maker makes the library's object of a new connection
   * @throws ConnectionPoolTimeoutException if the limits allowed none in time
   * @throws CancellationException if the request was given up
   * @throws IllegalStateException if the client's own manager would refuse
   */
  public Lease lease(
      Shadow shadow, SharedPool pool, Origin origin, Asker asker, Supplier<Object> maker)
      throws ConnectionPoolTimeoutException, InterruptedException {
    if (!shadow.awaitOwnLimits(asker)) {
      throw outOfTime(asker, null);
    }
    Lease lease = null;
    try {
      lease = allowed(shadow, pool, origin, asker, maker);
    } finally {
      if (lease == null) {
        shadow.failed(asker);
      }
    }
    shadow.began(lease);
    return lease;
  }

  private Lease allowed(
      Shadow shadow, SharedPool pool, Origin origin, Asker asker, Supplier<Object> maker)
      throws ConnectionPoolTimeoutException, InterruptedException {
    Destination destination = context.destinations().of(origin);
    Permit permit;
    try {
      permit =
          destination.acquire(pool, () -> asker.cancelled || asker.remainingNanos(nanoTime()) <= 0);
    } catch (AcquireTimeoutException | CancellationException timeout) {
      throw outOfTime(asker, timeout);
    }
    Lease lease = null;
    try {
      @SuppressWarnings("unchecked") // this adapter made it
      ExclusivePool<PooledConnection> engine = (ExclusivePool<PooledConnection>) pool.engine();
      PooledConnection idle =
          engine.take(
              destination,
              permit.overflow(),
              connection -> connection.suits(asker.route, shadow.manager(), asker.state),
              maxIdleNanos(asker, destination));
      PooledConnection connection =
          idle != null ? idle : new PooledConnection(maker.get(), asker.route, destination, unread);
      lease = new Lease(connection, engine, shadow, permit, asker, idle != null);
      if (idle != null) {
        permit.connected(true);
        connection.stats().reused();
      }
    } finally {
      if (lease == null) {
        permit.release();
      }
    }
    return lease;
  }

  static ConnectionPoolTimeoutException outOfTime(Asker asker, @Nullable Exception cause) {
    if (asker.cancelled) {
      throw new CancellationException("Operation cancelled");
    }
    ConnectionPoolTimeoutException timeout = new ConnectionPoolTimeoutException(TIMEOUT);
    if (cause != null) {
      timeout.initCause(cause);
    }
    return timeout;
  }

  private long maxIdleNanos(Asker asker, Destination destination) {
    if (asker.idempotent) {
      return destination.reuse().isSecondTry() ? -1 : Long.MAX_VALUE;
    }
    return context
        .settings()
        .forHost(destination.origin().host())
        .maxIdleNanosOfNonIdempotent(destination.reuse());
  }

  /** A manager was closed by the application. */
  void closedBy(Object manager) {
    registry.closedBy(manager);
  }

  /** Closes what only the clients of this manager could have. */
  void closeIdleOf(Object manager) {
    for (SharedPool pool : registry.all()) {
      @SuppressWarnings("unchecked") // this adapter made it
      ExclusivePool<PooledConnection> engine = (ExclusivePool<PooledConnection>) pool.engine();
      engine.closeIdle(connection -> connection.isOf(manager), CloseReason.CLIENT_CLOSED);
    }
  }
}
