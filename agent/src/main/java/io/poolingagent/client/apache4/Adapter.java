package io.poolingagent.client.apache4;

import io.poolingagent.audit.Reason;
import io.poolingagent.client.AgentContext;
import io.poolingagent.client.ClientAdapter;
import io.poolingagent.client.Delegates;
import io.poolingagent.client.HookHandler;
import io.poolingagent.client.Propagate;
import io.poolingagent.weave.HookPoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.conn.HttpClientConnectionManager;
import org.apache.http.conn.ManagedHttpClientConnection;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** What happens at the {@link Hooks} of the API of 4.3 and later. */
public final class Adapter implements ClientAdapter {
  private final AgentContext context;
  private final Internals internals;
  private final Key key;
  private final Leases leases;
  private final Building building;
  private final TunnelUsers tunnelUsers;
  private final CurrentRequest current = new CurrentRequest();
  private final Shadows<SharedConnections> shadows = new Shadows<>();
  private final Delegates delegates = new Delegates(HttpClientConnectionManager.class);

  /**
   * @throws ReflectiveOperationException if this is not a version that we know
   */
  public Adapter(AgentContext context) throws ReflectiveOperationException {
    this.context = context;
    this.internals = new Internals();
    this.key = new Key(internals, context.tls());
    this.leases = new Leases(context, internals.unread());
    this.building = new Building(context);
    this.tunnelUsers = new TunnelUsers();
  }

  @Override
  public HookHandler handler(String hook) {
    switch (hook) {
      case Hooks.ENGINE:
        return this::engineCreated;
      case Hooks.EXECUTE:
        return this::executes;
      case Hooks.EXECUTE + HookPoint.EXIT_SUFFIX:
        return (self, values) -> {
          current.ends(values[values.length - 1]);
          return null;
        };
      case Hooks.CLOSED:
        return this::managerClosed;
      case Hooks.STATISTICS:
        return this::statistics;
      case Hooks.CLOSES_IDLE:
        return ofShadow(
            (shadow, values) ->
                shadow.closesIdle(((TimeUnit) values[1]).toNanos((Long) values[0])));
      case Hooks.CLOSES_EXPIRED:
        return ofShadow((shadow, values) -> shadow.closesExpired());
      case Hooks.REQUEST:
        return this::connectionRequested;
      case Hooks.CONNECT:
        return leased(
            (shadow, leased, values) ->
                shadow.connect(
                    leased, (HttpRoute) values[1], (Integer) values[2], (HttpContext) values[3]));
      case Hooks.UPGRADE:
        return leased(
            (shadow, leased, values) ->
                shadow.upgrade(leased, (HttpRoute) values[1], (HttpContext) values[2]));
      case Hooks.COMPLETE:
        return leased(
            (shadow, leased, values) ->
                shadow.routeComplete(leased, (HttpRoute) values[1], (HttpContext) values[2]));
      case Hooks.RELEASE:
        return leased(
            (shadow, leased, values) ->
                shadow.releaseConnection(
                    leased, values[1], (Long) values[2], (TimeUnit) values[3]));
      case Hooks.BUILD:
        return (self, values) -> self != null && leases.mayShare() ? building.begins(self) : null;
      case Hooks.BUILD + HookPoint.EXIT_SUFFIX:
        return (self, values) -> {
          if (self != null) {
            building.ends(self, values[values.length - 1]);
          }
          return null;
        };
      default:
        throw new IllegalArgumentException(hook);
    }
  }

  Leases leases() {
    return leases;
  }

  Key key() {
    return key;
  }

  CurrentRequest current() {
    return current;
  }

  /** An engine is made: its last value is the manager that it would use. */
  private @Nullable Object engineCreated(@Nullable Object self, Object[] values) throws Throwable {
    Object given = values[values.length - 1];
    if (given instanceof SharedConnections || given instanceof Wrapped) {
      return null; // a constructor that has called another one
    }
    Reason reason = leases.whyNot();
    Object manager = Internals.isKnown(given) ? given : delegates.innermost(given);
    if (reason == null && !(Internals.isKnown(manager) && internals.operator(manager) != null)) {
      reason = Reason.UNKNOWN_TYPE;
    }
    if (reason != null) {
      context
          .audit()
          .leftAlone(
              ApacheClient.NAME,
              reason,
              reason == Reason.UNKNOWN_TYPE ? given.getClass().getName() : null);
      return null;
    }
    context.audit().pooled(ApacheClient.NAME);
    HttpClientConnectionManager own = (HttpClientConnectionManager) manager;
    SharedConnections shadow = shadows.of(own, () -> new SharedConnections(this, own));
    return manager == given
        ? shadow
        : new Wrapped((HttpClientConnectionManager) given, shadow, current);
  }

  /** A manager of the library's is asked for a connection, perhaps by one that wraps it. */
  private @Nullable Object connectionRequested(@Nullable Object self, Object[] values) {
    SharedConnections shadow = self == null ? null : shadows.known(self);
    return shadow == null ? null : shadow.requestShared((HttpRoute) values[0], values[1]);
  }

  private @Nullable Object statistics(@Nullable Object self, Object[] values) {
    SharedConnections shadow = self == null ? null : shadows.known(self);
    return shadow == null
        ? null
        : shadow.statistics(values.length == 0 ? null : (HttpRoute) values[0]);
  }

  /** What the manager does to its own connections, its shadow does as well. */
  private HookHandler ofShadow(BiConsumer<SharedConnections, Object[]> also) {
    return (self, values) -> {
      SharedConnections shadow = self == null ? null : shadows.known(self);
      if (shadow != null) {
        also.accept(shadow, values);
      }
      return null;
    };
  }

  /** What a manager of the library's would do to a connection that it has leased. */
  private interface Step {
    void of(SharedConnections shadow, LeasedConnection leased, Object[] values) throws IOException;
  }

  /** The shadow's step in place of the manager's, if the connection is of a shared pool. */
  private HookHandler leased(Step step) {
    return (self, values) -> {
      SharedConnections shadow =
          self != null && values[0] instanceof LeasedConnection ? shadows.known(self) : null;
      if (shadow == null) {
        return null;
      }
      try {
        step.of(shadow, (LeasedConnection) values[0], values);
      } catch (IOException | RuntimeException failure) {
        throw new Propagate(failure);
      }
      return Boolean.TRUE;
    };
  }

  private Object executes(@Nullable Object self, Object[] values) throws Throwable {
    return current.begins(
        request((HttpRoute) values[0], (HttpRequest) values[1], (HttpClientContext) values[2]));
  }

  /** What is known of a request; null if it is to go the application's own way. */
  private CurrentRequest.@Nullable Taken request(
      @Nullable HttpRoute route, @Nullable HttpRequest request, @Nullable HttpClientContext http)
      throws Throwable {
    if (route == null || request == null || http == null) {
      return null;
    }
    return CurrentRequest.Taken.of(
        request.getRequestLine().getMethod(),
        http,
        http.getRequestConfig().getConnectTimeout(),
        route.isTunnelled()
            ? tunnelUsers.authorization(route.getProxyHost(), http.getCredentialsProvider())
            : null);
  }

  private @Nullable Object managerClosed(@Nullable Object self, Object[] values) {
    if (self != null) {
      shadows.closed(self);
    }
    return null;
  }

  Object create(Object manager, HttpRoute route) {
    try {
      return internals.create(manager, route);
    } catch (Throwable failure) {
      throw Adapter.<RuntimeException>unchecked(failure);
    }
  }

  long timeToLiveNanos(Object manager) {
    try {
      long nanos = internals.timeToLiveNanos(manager);
      return nanos <= 0 ? Long.MAX_VALUE : nanos;
    } catch (Throwable failure) {
      throw Adapter.<RuntimeException>unchecked(failure);
    }
  }

  /**
   * The timeout that a fresh connection would have: up to 4.5.3 a used one keeps the one before,
   * later ones have none, and on a fresh one over TLS the timeout for connecting is also that for
   * reading (all versions).
   */
  int socketTimeout(Object manager, HttpRoute route, int connectTimeout) {
    HttpHost host = route.getProxyHost() != null ? route.getProxyHost() : route.getTargetHost();
    int configured = Key.sockets(manager, host).getSoTimeout();
    return configured == 0 && connectTimeout > 0 && host.getSchemeName().equals("https")
        ? connectTimeout
        : configured;
  }

  void connect(
      Object manager,
      ManagedHttpClientConnection connection,
      HttpHost host,
      @Nullable InetSocketAddress local,
      int timeout,
      HttpContext http)
      throws IOException {
    try {
      Object operator = internals.operator(manager);
      if (operator == null) {
        throw new IllegalStateException("the manager has changed");
      }
      internals.connect(
          operator, connection, host, local, timeout, Key.sockets(manager, host), http);
    } catch (Throwable failure) {
      throw Adapter.<IOException>unchecked(failure);
    }
  }

  void upgrade(
      Object manager, ManagedHttpClientConnection connection, HttpHost host, HttpContext http)
      throws IOException {
    try {
      Object operator = internals.operator(manager);
      if (operator == null) {
        throw new IllegalStateException("the manager has changed");
      }
      internals.upgrade(operator, connection, host, http);
    } catch (Throwable failure) {
      throw Adapter.<IOException>unchecked(failure);
    }
  }

  /** Lets through what the library threw. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T unchecked(Throwable failure) throws T {
    throw (T) failure;
  }
}
