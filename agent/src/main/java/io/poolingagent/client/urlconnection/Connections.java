package io.poolingagent.client.urlconnection;

import io.poolingagent.client.AgentContext;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.NativePool;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.SharedPool;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The idle connections of one configuration, in place of the JDK's own cache: that compares socket
 * factories by identity and verifiers not at all, keeps five for each host, and checks nothing.
 */
final class Connections implements NativePool {
  /** How often idle connections are looked at: for what the server closed, and for what leaked. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long UNUSED_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Within this time no server tires of a connection that it has not said it would close. */
  private static final long JUST_GIVEN_BACK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** The user's {@code http.maxConnections}, read when the JDK would have read it. */
  private static final int USER_MAX_IDLE = Integer.getInteger("http.maxConnections", 0);

  private final AgentContext context;
  private final Directory directory;
  private final @Nullable PoolKey tls;
  private final ConcurrentHashMap<Origin, Route> routes = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param tls what its connections trust, null if they are for http
   */
  Connections(AgentContext context, Directory directory, @Nullable PoolKey tls) {
    this.tls = tls == null ? null : tls.weak();
    this.context = context;
    this.directory = directory;
  }

  Route route(Origin origin, SharedPool shared) {
    Route route = routes.get(origin);
    if (route == null || route.isRetired()) {
      Destination destination = context.destinations().of(origin);
      Route made = new Route(this, shared, origin, destination, nanoTime());
      route =
          routes.compute(origin, (key, known) -> known == null || known.isRetired() ? made : known);
    }
    return route;
  }

  long nanoTime() {
    return context.clock().nanoTime();
  }

  /** Whether it is of no more use to anybody. */
  boolean isClosed() {
    return closed;
  }

  /** Whether connections that are opened with this belong here. */
  boolean dialsWith(PoolKey other) {
    return tls != null && tls.equals(other);
  }

  /**
   * An idle connection that is as good as a new one, or null.
   *
   * @param usedBefore by the thread that asks: what the processor has at hand of it, and the kernel
   *     of its socket, makes a request faster than one over a connection that came from elsewhere
   * @param factory the request's
   * @param asJdk whether it may have one that the JDK itself would have used, as the JDK would
   */
  @Nullable PooledConnection take(
      Route route,
      @Nullable PooledConnection usedBefore,
      @Nullable SSLSocketFactory factory,
      boolean idempotent,
      boolean asJdk,
      long now)
      throws Throwable {
    for (; ; ) {
      PooledConnection connection = route.takeNewest(usedBefore, now, JUST_GIVEN_BACK_NANOS);
      Object client = connection == null ? null : connection.client;
      if (connection == null || client == null) {
        return null;
      }
      long idleNanos = Math.max(0, now - connection.idleSinceNanos); // perhaps since this moment
      boolean unseen =
          asJdk
              && idempotent
              && idleNanos < JUST_GIVEN_BACK_NANOS
              && Fitness.jdkWouldUse(connection, client, factory);
      CloseReason reason = Fitness.whyClose(connection, client, idleNanos, now, unseen);
      if (reason != null) {
        close(connection, reason);
        continue;
      }
      if (!idempotent
          && idleNanos
              > context
                  .settings()
                  .forHost(route.origin.host())
                  .maxIdleNanosOfNonIdempotent(route.destination.reuse())) {
        // The others have been idle for longer still.
        if (!route.giveBack(connection)) {
          close(connection, CloseReason.POOL_CLOSED);
        }
        return null;
      }
      return connection;
    }
  }

  /**
   * A request is done with a connection. The JDK's lock of the client may be held.
   *
   * @return false if it was closed instead of kept
   */
  boolean giveBack(PooledConnection connection, Object client, long now) throws Throwable {
    Route route = connection.route;
    int seconds = Internals.keepAliveSeconds(client);
    String said = Fitness.keepAliveHeader(connection);
    if (said != null) {
      route.destination.keepAlive().serverHint(said);
    }
    if (seconds <= 0) {
      int user = Internals.userKeepAliveSeconds(Internals.usingProxy(client));
      connection.userIdleNanos = user < 0 ? -1 : TimeUnit.SECONDS.toNanos(user);
    }
    CloseReason reason = Fitness.whyNotKeep(connection, seconds, now);
    if (reason == null) {
      connection.user = null;
      connection.idleSinceNanos = now;
      connection.client = client;
      if (route.giveBack(connection, now)) {
        closeBeyond(route);
        return true;
      }
      reason = CloseReason.POOL_CLOSED;
    }
    connection.client = client;
    close(connection, reason);
    return false;
  }

  private static void closeBeyond(Route route) throws Throwable {
    int most = USER_MAX_IDLE > 0 ? USER_MAX_IDLE : route.destination.limits().maxIdlePerHost();
    while (route.idle() > most) {
      PooledConnection oldest = route.takeOldest();
      if (oldest == null) {
        return;
      }
      close(oldest, CloseReason.CAPACITY);
    }
  }

  /** Closes a connection that was taken out of its route and whose client is known. */
  static void close(PooledConnection connection, CloseReason reason) throws Throwable {
    Object client = connection.client;
    if (connection.beginClose()) {
      try {
        if (client != null) {
          Internals.close(client);
        }
      } finally {
        connection.endClose(reason);
      }
    }
    connection.client = null; // in any case: threads remember the connection that they had last
  }

  @Override
  public int idle(Origin origin) {
    Route route = routes.get(origin);
    return route == null ? 0 : route.idle();
  }

  @Override
  public int open(Origin origin) {
    Route route = routes.get(origin);
    return route == null ? 0 : route.open();
  }

  @Override
  public int closeIdle(Origin origin, int atMost, CloseReason reason) {
    Route route = routes.get(origin);
    int count = 0;
    try {
      while (route != null && count < atMost) {
        PooledConnection oldest = route.takeOldest();
        if (oldest == null) {
          break;
        }
        close(oldest, reason);
        count++;
      }
    } catch (Throwable failure) {
      context.errors().report("urlconnection closing idle connections", failure);
    }
    return count;
  }

  @Override
  public long evict(long nowNanos) {
    directory.expunge();
    try {
      for (Route route : routes.values()) {
        for (PooledConnection connection : route.connections()) {
          connection.closedIfSocketIs();
        }
        for (PooledConnection connection : route.idleConnections()) {
          CloseReason reason = takeIfUnfit(connection, nowNanos);
          if (reason != null) {
            close(connection, reason);
          }
        }
        if (route.retireIfUnused(nowNanos, UNUSED_NANOS)) {
          routes.remove(route.origin, route);
        }
      }
    } catch (Throwable failure) {
      context.errors().report("urlconnection eviction", failure);
    }
    return routes.isEmpty() ? -1 : LOOK_NANOS;
  }

  /** Looks at a connection while nobody can take it: an answer to a request is no stray byte. */
  private @Nullable CloseReason takeIfUnfit(PooledConnection connection, long now)
      throws Throwable {
    Route route = connection.route;
    synchronized (route) {
      Object client = connection.client;
      if (client == null || !route.isIdle(connection)) {
        return null;
      }
      CloseReason reason =
          context.pooling(Adapter.CLIENT)
              ? Fitness.whyClose(connection, client, now - connection.idleSinceNanos, now, false)
              : CloseReason.POOL_CLOSED;
      if (reason != null) {
        route.take(connection);
      }
      return reason == CloseReason.STALE ? CloseReason.SERVER : reason;
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Origin origin : routes.keySet()) {
      closeIdle(origin, Integer.MAX_VALUE, CloseReason.POOL_CLOSED);
    }
  }
}
