package io.poolingagent.client.apache4.legacy;

import io.poolingagent.audit.Reason;
import io.poolingagent.client.AgentContext;
import io.poolingagent.client.ClientAdapter;
import io.poolingagent.client.HookHandler;
import io.poolingagent.client.Members;
import io.poolingagent.client.apache4.ApacheClient;
import io.poolingagent.client.apache4.CurrentRequest;
import io.poolingagent.client.apache4.Leases;
import io.poolingagent.client.apache4.Shadows;
import io.poolingagent.weave.HookPoint;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.apache.http.HttpRequest;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.impl.AbstractHttpClientConnection;
import org.apache.http.impl.client.DefaultRequestDirector;
import org.apache.http.impl.conn.SingleClientConnManager;
import org.apache.http.impl.conn.tsccm.ThreadSafeClientConnManager;
import org.apache.http.impl.io.AbstractSessionInputBuffer;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** What happens at the {@link Hooks} of the API of 4.0. */
@SuppressWarnings("deprecation") // this API is why the class exists
public final class Adapter implements ClientAdapter {
  private final AgentContext context;
  private final Leases leases;
  private final Key key;
  private final Defaults defaults;
  private final List<ManagerKind> kinds = new ArrayList<>();
  private final MethodHandle inputBuffer;
  private final MethodHandle hasBuffered;
  private final MethodHandle params;
  private final CurrentRequest current = new CurrentRequest();
  private final Shadows<SharedConnections> shadows = new Shadows<>();

  /**
   * @throws ReflectiveOperationException if this is not a version that we know
   */
  public Adapter(AgentContext context) throws ReflectiveOperationException {
    this.context = context;
    this.key = new Key(context.tls());
    this.defaults = new Defaults(context);
    this.inputBuffer = Members.getter(AbstractHttpClientConnection.class, "inBuffer", "inbuffer");
    this.params = Members.getter(DefaultRequestDirector.class, "params");
    this.hasBuffered = Members.method(AbstractSessionInputBuffer.class, "hasBufferedData");
    this.leases =
        new Leases(
            context,
            MethodHandles.lookup()
                .findVirtual(
                    Adapter.class, "hasUnread", MethodType.methodType(boolean.class, Object.class))
                .bindTo(this));
    Class<?> single = SingleClientConnManager.class;
    kinds.add(ManagerKind.single(single));
    kinds.add(
        ManagerKind.pooling(ThreadSafeClientConnManager.class, "connOperator", "getMaxForRoute"));
    Class<?> basic =
        Members.optional(single, "org.apache.http.impl.conn.BasicClientConnectionManager");
    if (basic != null) { // since 4.2
      kinds.add(ManagerKind.single(basic));
    }
    Class<?> pooling =
        Members.optional(single, "org.apache.http.impl.conn.PoolingClientConnectionManager");
    if (pooling != null) { // since 4.2
      kinds.add(ManagerKind.pooling(pooling, "operator", "getMaxPerRoute"));
    }
  }

  @Override
  public HookHandler handler(String hook) {
    switch (hook) {
      case Hooks.DIRECTOR:
        return this::directorCreated;
      case Hooks.EXECUTE:
        return this::executes;
      case Hooks.EXECUTE + HookPoint.EXIT_SUFFIX:
        return (self, values) -> {
          current.ends(values[values.length - 1]);
          return null;
        };
      case Hooks.CLOSED:
        return (self, values) -> {
          if (self != null) {
            shadows.closed(self);
          }
          return null;
        };
      case Hooks.PARAMS:
        return (self, values) -> self != null && leases.mayShare() ? defaults.params(self) : null;
      case Hooks.PARAMS_MADE:
        return (self, values) -> {
          if (self != null) {
            defaults.paramsMade(self, values[values.length - 3]);
          }
          return null;
        };
      case Hooks.RETRY:
        return Adapter::retries;
      case Hooks.TLS:
        return (self, values) -> leases.mayShare() ? defaults.socketFactory() : null;
      default:
        throw new IllegalArgumentException(hook);
    }
  }

  Leases leases() {
    return leases;
  }

  CurrentRequest current() {
    return current;
  }

  /** A director is made, one for each request: its last value is the manager that it would use. */
  private @Nullable Object directorCreated(@Nullable Object self, Object[] values) {
    Object given = values[values.length - 1];
    if (given instanceof SharedConnections) {
      return null; // a constructor that has called another one
    }
    SharedConnections known = shadows.known(given);
    if (known != null) {
      return known;
    }
    Reason reason = leases.whyNot();
    ManagerKind kind = kind(given);
    if (reason == null && (kind == null || kind.operator(given) == null)) {
      reason = Reason.UNKNOWN_TYPE;
    }
    if (reason != null || kind == null) {
      context
          .audit()
          .leftAlone(
              ApacheClient.NAME,
              reason == null ? Reason.UNKNOWN_TYPE : reason,
              kind == null ? given.getClass().getName() : null);
      return null;
    }
    context.audit().pooled(ApacheClient.NAME);
    ClientConnectionManager own = (ClientConnectionManager) given;
    return shadows.of(own, () -> new SharedConnections(this, own, kind));
  }

  private @Nullable ManagerKind kind(Object manager) {
    for (ManagerKind kind : kinds) {
      if (kind.is(manager)) {
        return kind;
      }
    }
    return null;
  }

  private @Nullable Object executes(@Nullable Object self, Object[] values) throws Throwable {
    if (self == null
        || !(values[1] instanceof HttpRequest)
        || !(values[2] instanceof HttpContext)) {
      return current.begins(null);
    }
    HttpParams parameters = (HttpParams) (Object) params.invokeExact((Object) self);
    return current.begins(
        CurrentRequest.Taken.of(
            ((HttpRequest) values[1]).getRequestLine().getMethod(),
            (HttpContext) values[2],
            Key.connectionParameters(parameters)));
  }

  /**
   * Up to 4.1 any request is sent again when the server has dropped it, whatever the method is. A
   * connection that was used before may have been dropped for its age alone, so there that would be
   * a new way to do something twice.
   */
  private static @Nullable Object retries(@Nullable Object self, Object[] values) {
    Object connection =
        Boolean.TRUE.equals(values[values.length - 3]) && values[2] instanceof HttpContext
            ? ((HttpContext) values[2]).getAttribute("http.connection")
            : null;
    return connection instanceof LeasedConnection
            && ((LeasedConnection) connection).isNotToBeRepeated()
        ? (Object) false
        : null;
  }

  Key key() {
    return key;
  }

  @SuppressWarnings("unused") // by its handle, see the constructor
  private boolean hasUnread(Object entry) throws Throwable {
    Object connection = ((Entry) entry).connection();
    Object buffer =
        connection instanceof AbstractHttpClientConnection
            ? (Object) inputBuffer.invokeExact(connection)
            : null;
    // While the wire is logged there is a buffer around the buffer; the socket is asked all the
    // same.
    return buffer instanceof AbstractSessionInputBuffer
        && (boolean) hasBuffered.invokeExact(buffer);
  }
}
