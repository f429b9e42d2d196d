package io.poolingagent.client.apache5;

import io.poolingagent.audit.Reason;
import io.poolingagent.client.AgentContext;
import io.poolingagent.client.HttpSemantics;
import io.poolingagent.config.HostSettings;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.ExclusivePool;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.PoolRegistry;
import io.poolingagent.pool.SharedPool;
import java.util.List;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.auth.SystemDefaultCredentialsProvider;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Which client shares which pool, and what a request brings along when it asks for a connection.
 */
final class PoolChoice {
  private final AgentContext context;
  private final Internals internals;
  private final Structure structure;
  private final PoolRegistry registry;

  /** The lease that a manager on this thread is to take for its connection; null for most. */
  private final ThreadLocal<@Nullable Lease> wanted = new ThreadLocal<>();

  /**
   * The request that is about to ask for a connection: its method, or that, the user of its proxy,
   * and its connect timeout. Only the JDK's types and the agent's, for it stays on the thread if
   * the request asks somebody else.
   */
  private final ThreadLocal<@Nullable Object> asked = new ThreadLocal<>();

  PoolChoice(AgentContext context, Internals internals, Structure structure) {
    this.context = context;
    this.internals = internals;
    this.structure = structure;
    this.registry = context.newRegistry(Adapter.CLIENT);
  }

  // ---- clients ----

  /** A client is made: its last value is the manager that it would use. */
  @Nullable Object clientCreated(@Nullable Object self, Object[] values) throws Throwable {
    Object manager = values[values.length - 1];
    if (!(manager instanceof HttpClientConnectionManager) || manager instanceof Shadow) {
      return null;
    }
    HttpClientConnectionManager own = (HttpClientConnectionManager) manager;
    Class<?> unknown = Key.unknownType(own);
    Reason reason = whyNot(own, unknown, values);
    if (reason != null) {
      context.audit().leftAlone(Adapter.CLIENT, reason, unknown == null ? null : unknown.getName());
      return null;
    }
    context.audit().pooled(Adapter.CLIENT);
    return new Shadow(own, this);
  }

  private @Nullable Reason whyNot(
      HttpClientConnectionManager own, @Nullable Class<?> unknown, Object[] values)
      throws Throwable {
    if (!pooling()) {
      return context.whyNotPooling(Adapter.CLIENT);
    }
    List<String> excluded = context.settings().excludeCallers();
    if (!excluded.isEmpty() && context.audit().calledFrom(excluded)) {
      return Reason.CALLER_EXCLUDED;
    }
    if (unknown != null) {
      return Reason.UNKNOWN_TYPE;
    }
    if (isShared(own, values)) {
      return Reason.EXPLICIT_POOL;
    }
    return keepsNothing(values) ? Reason.EXPLICIT_OPT_OUT : null;
  }

  /**
   * A builder that is told that a manager is shared by others does not have its client close it.
   */
  private static boolean isShared(HttpClientConnectionManager own, Object[] values) {
    if (values.length < 10) {
      return false; // a minimal client
    }
    Object closeables = values[values.length - 2];
    if (!(closeables instanceof List)) {
      return true;
    }
    for (Object each : (List<?>) closeables) {
      if (each == own) {
        return false;
      }
    }
    return true;
  }

  /** Whether a client has a strategy that is not the library's: most of those never reuse. */
  private boolean keepsNothing(Object[] values) throws Throwable {
    for (Object value : values) {
      Object strategy = internals.reuseStrategy(value);
      if (strategy != null) {
        Class<?> type = strategy.getClass();
        return type.isSynthetic()
            || type.getClassLoader() != internals.library()
            || !type.getSimpleName().startsWith("Default");
      }
    }
    return false;
  }

  // ---- pools ----

  boolean pooling() {
    return context.pooling(Adapter.CLIENT);
  }

  Internals internals() {
    return internals;
  }

  long nanoTime() {
    return context.clock().nanoTime();
  }

  void touch(SharedPool pool) {
    pool.touch(nanoTime());
  }

  /** The key of a manager, null if nobody knows. */
  @Nullable PoolKey key(HttpClientConnectionManager own) {
    if (!pooling()) {
      return null;
    }
    try {
      return Key.of(own, structure, internals);
    } catch (Throwable failure) {
      context.errors().report("apache5 key", failure);
      return null;
    }
  }

  /** The pool of a key, null if there are too many. */
  @Nullable SharedPool pool(PoolKey key) {
    SharedPool pool =
        registry.pool(key, () -> new ExclusivePool<PooledConnection>(context.clock()));
    if (pool == null) {
      context.audit().leftAlone(Adapter.CLIENT, Reason.REGISTRY_FULL, null);
    }
    return pool;
  }

  @SuppressWarnings("unchecked") // made here
  static ExclusivePool<PooledConnection> engine(SharedPool pool) {
    return (ExclusivePool<PooledConnection>) pool.engine();
  }

  /** Where a route leads, null if that has no port. */
  @Nullable Destination destination(HttpRoute route) {
    HttpHost target = route.getTargetHost();
    int port = target.getPort();
    return port < 1 || port > 65535
        ? null
        : context.destinations().of(Origin.of(target.getSchemeName(), target.getHostName(), port));
  }

  // ---- requests ----

  /** A request is about to ask for a connection. */
  @Nullable Object leaseBegins(@Nullable Object self, Object[] values) {
    if (values[1] instanceof HttpRequest) {
      asked.set(((HttpRequest) values[1]).getMethod()); // a minimal client: no proxies
    } else if (values[0] instanceof HttpRequest && values[1] instanceof ExecChain.Scope) {
      ExecChain.Scope scope = (ExecChain.Scope) values[1];
      HttpClientContext of = scope.clientContext;
      HttpRoute route = scope.route;
      String method = ((HttpRequest) values[0]).getMethod();
      boolean connectTimeoutMatters = route.isSecure() && internals.readsWithConnectTimeout();
      asked.set(
          route.isTunnelled() || connectTimeoutMatters
              ? new @Nullable Object[] {
                method,
                route.isTunnelled() ? tunnelUser(route, of) : null,
                connectTimeoutMatters
                    ? of.getRequestConfig().getConnectTimeout().toMilliseconds()
                    : 0L
              }
              : method);
    }
    return null;
  }

  /** Whom a client would tell a proxy that it is: a digest, or an object that is equal to none. */
  private static @Nullable Object tunnelUser(HttpRoute route, HttpClientContext of) {
    CredentialsProvider provider = of.getCredentialsProvider();
    HttpHost proxy = route.getProxyHost();
    if (provider == null || proxy == null) {
      return null;
    }
    if (provider instanceof SystemDefaultCredentialsProvider
        || provider.getClass().getClassLoader() != HttpRoute.class.getClassLoader()) {
      return new Object(); // asking it may have effects
    }
    Credentials credentials = provider.getCredentials(new AuthScope(proxy), of);
    if (credentials == null) {
      return null;
    }
    if (credentials.getClass() != UsernamePasswordCredentials.class) {
      return new Object();
    }
    char[] password = credentials.getPassword();
    return PoolKey.builder("proxy")
        .value("user", ((UsernamePasswordCredentials) credentials).getUserName())
        .secret("password", password == null ? null : new String(password))
        .build();
  }

  /** What the request on this thread has left. */
  @Nullable Object takeAsked() {
    Object left = asked.get();
    if (left != null) {
      asked.set(null);
    }
    return left;
  }

  static @Nullable Object tunnelUser(@Nullable Object asked) {
    return asked instanceof Object[] ? ((Object[]) asked)[1] : null;
  }

  /** For how long a connection may have been idle that is to carry this request. */
  long maxIdleNanos(@Nullable Object asked, Destination destination) {
    Object method = asked instanceof Object[] ? ((Object[]) asked)[0] : asked;
    if (method != null && HttpSemantics.isIdempotent((String) method)) {
      return Long.MAX_VALUE;
    }
    HostSettings settings = context.settings().forHost(destination.origin().host());
    switch (settings.nonIdempotent()) {
      case NATIVE:
        return Long.MAX_VALUE;
      case FRESH:
        return -1;
      default:
        return settings.validatedIdleNanos();
    }
  }

  /** When a wait is over, 0 for never. */
  long deadline(@Nullable Timeout timeout) {
    return timeout == null || timeout.isDisabled() ? 0 : nanoTime() + nanos(timeout);
  }

  boolean isOver(long deadline) {
    return deadline != 0 && nanoTime() - deadline >= 0;
  }

  /** The socket timeout of a connection that was opened for this request just now. */
  @Nullable Timeout socketTimeout(
      HttpClientConnectionManager own, HttpRoute route, @Nullable Object asked) {
    try {
      Timeout configured = internals.socketTimeout(own, route);
      long connect = asked instanceof Object[] ? (Long) ((Object[]) asked)[2] : 0;
      return connect > 0 && (configured == null || configured.isDisabled())
          ? Timeout.ofMilliseconds(connect)
          : configured;
    } catch (Throwable failure) {
      context.errors().report("apache5 socket timeout", failure);
      return null;
    }
  }

  // ---- connections ----

  /** The manager that this thread calls next shall take this for its connection. */
  void wanted(Lease lease) {
    wanted.set(lease);
  }

  /** Whether it has; in any case it will not any more. */
  boolean wasTaken() {
    boolean taken = wanted.get() == null;
    if (!taken) {
      wanted.set(null);
    }
    return taken;
  }

  /** A manager makes a connection. */
  @Nullable Object connectionWanted(@Nullable Object self, Object[] values) {
    Lease lease = wanted.get();
    if (lease == null
        || values[0] != null
        || self == null
        || self.getClass() != ManagedHttpClientConnectionFactory.class) {
      return null;
    }
    wanted.set(null);
    lease.takenFor((ManagedHttpClientConnectionFactory) self);
    return lease;
  }

  /** A connection comes back; it is open and between two requests. */
  void giveBack(
      HttpClientConnectionManager own,
      PooledConnection connection,
      Lease lease,
      boolean usersOwn,
      @Nullable TimeValue keepAlive) {
    ExclusivePool<PooledConnection> pool = lease.pool();
    CloseReason reason =
        keepAlive == null
            ? CloseReason.SERVER
            : usersOwn
                ? CloseReason.CLIENT_CLOSED
                : !connection.shared || !pooling() ? CloseReason.POOL_CLOSED : null;
    if (reason != null || keepAlive == null) {
      pool.close(connection, reason == null ? CloseReason.ERROR : reason);
      return;
    }
    connection.connection.passivate();
    pool.giveBack(connection, lease.isOverflow(), keptNanos(own, connection, keepAlive));
  }

  private long keptNanos(
      HttpClientConnectionManager own, PooledConnection connection, TimeValue keepAlive) {
    long kept = TimeValue.isPositive(keepAlive) ? nanos(keepAlive) : Long.MAX_VALUE;
    try {
      TimeValue idle = internals.idleTimeout(own, connection.route);
      return idle != null && TimeValue.isPositive(idle) ? Math.min(kept, nanos(idle)) : kept;
    } catch (Throwable failure) {
      context.errors().report("apache5 idle timeout", failure);
      return 0;
    }
  }

  /** For how long the client would use a connection that it has opened. */
  long toLiveNanos(HttpClientConnectionManager own, HttpRoute route) {
    try {
      TimeValue ofRoute = internals.timeToLive(own, route);
      TimeValue ofPool = Key.isPooling(own) ? internals.timeToLiveOfPool(own) : null;
      return Math.min(
          ofRoute != null && TimeValue.isNonNegative(ofRoute) ? nanos(ofRoute) : Long.MAX_VALUE,
          ofPool != null && TimeValue.isPositive(ofPool) ? nanos(ofPool) : Long.MAX_VALUE);
    } catch (Throwable failure) {
      context.errors().report("apache5 time to live", failure);
      return 0;
    }
  }

  private static long nanos(TimeValue time) {
    return time.getTimeUnit().toNanos(time.getDuration()); // saturates
  }
}
