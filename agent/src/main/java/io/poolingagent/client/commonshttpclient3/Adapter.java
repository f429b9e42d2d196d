package io.poolingagent.client.commonshttpclient3;

import io.poolingagent.audit.Reason;
import io.poolingagent.client.AgentContext;
import io.poolingagent.client.ClientAdapter;
import io.poolingagent.client.HookHandler;
import io.poolingagent.client.HttpSemantics;
import io.poolingagent.client.Propagate;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.ExclusivePool;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.PoolRegistry;
import io.poolingagent.pool.SharedPool;
import io.poolingagent.weave.HookPoint;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.commons.httpclient.Header;
import org.apache.commons.httpclient.HttpConnectionManager;
import org.apache.commons.httpclient.HttpMethod;
import org.apache.commons.httpclient.HttpState;
import org.apache.commons.httpclient.MultiThreadedHttpConnectionManager;
import org.apache.commons.httpclient.NoHttpResponseException;
import org.apache.commons.httpclient.SimpleHttpConnectionManager;
import org.apache.commons.httpclient.URIException;
import org.apache.commons.httpclient.auth.AuthScope;
import org.jspecify.annotations.Nullable;

/** What happens at the {@link Hooks}. Thread-safe. */
public final class Adapter implements ClientAdapter {
  static final String CLIENT = "commonshttpclient3";

  private static final Object CLOSED = new Object();

  private final AgentContext context;
  private final PoolRegistry registry;

  /** Since 3.1. */
  private final @Nullable Field alwaysClose;

  private final Field connectionOfSimple;
  private final Field stateOfDirector;

  /**
   * The method that this thread executes, by name: the library does not tell its manager what a
   * connection is for.
   */
  private final ThreadLocal<@Nullable String> current = new ThreadLocal<>();

  /** Whether that has credentials for proxies; it may ask for some when a proxy asks it. */
  private final ThreadLocal<@Nullable Boolean> proxyUser = new ThreadLocal<>();

  /** A weakly held shadow or {@link #CLOSED}, by the application's manager. Guarded by itself. */
  private final Map<HttpConnectionManager, Object> shadows = new WeakHashMap<>();

  /**
   * @throws ReflectiveOperationException if this is not a version that we know
   */
  public Adapter(AgentContext context) throws ReflectiveOperationException {
    this.context = context;
    this.registry = context.newRegistry(CLIENT);
    this.alwaysClose = fieldIfAny(SimpleHttpConnectionManager.class, "alwaysClose");
    this.connectionOfSimple = field(SimpleHttpConnectionManager.class, "httpConnection");
    this.stateOfDirector =
        field(
            Class.forName(
                HttpMethod.class.getPackage().getName() + ".HttpMethodDirector",
                false,
                HttpMethod.class.getClassLoader()),
            "state");
    OpenState.requireKnown();
  }

  private static @Nullable Field fieldIfAny(Class<?> type, String name) {
    try {
      return field(type, name);
    } catch (ReflectiveOperationException older) {
      return null;
    }
  }

  private static Field field(Class<?> type, String name) throws ReflectiveOperationException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  @Override
  public HookHandler handler(String hook) {
    switch (hook) {
      case Hooks.DIRECTOR:
        return this::directorCreated;
      case Hooks.EXECUTE:
        return this::executes;
      case Hooks.EXECUTE + HookPoint.EXIT_SUFFIX:
        return this::executed;
      case Hooks.SIMPLE_CLOSED:
        return this::simpleClosed;
      case Hooks.CLOSED:
        return this::closed;
      default:
        throw new IllegalArgumentException(hook);
    }
  }

  /** A director is made, for one request: its last value is the manager that it would use. */
  private @Nullable Object directorCreated(@Nullable Object self, Object[] values)
      throws IllegalAccessException {
    HttpConnectionManager own = (HttpConnectionManager) values[values.length - 1];
    if (own instanceof Shadow) {
      return null;
    }
    synchronized (shadows) {
      Object known = shadows.get(own);
      Shadow shadow =
          known instanceof WeakReference ? (Shadow) ((WeakReference<?>) known).get() : null;
      if (shadow != null) {
        return shadow;
      }
      if (known == CLOSED) {
        return null;
      }
      Reason reason = known != null && mayShare() ? null : whyNot(own);
      if (reason != null) {
        context
            .audit()
            .leftAlone(
                CLIENT, reason, reason == Reason.UNKNOWN_TYPE ? own.getClass().getName() : null);
        return null;
      }
      if (known == null) {
        context.audit().pooled(CLIENT);
      }
      shadow = new Shadow(this, context, own);
      shadows.put(own, new WeakReference<>(shadow));
      return shadow;
    }
  }

  private boolean mayShare() {
    return context.pooling(CLIENT);
  }

  private @Nullable Reason whyNot(HttpConnectionManager own) throws IllegalAccessException {
    Reason reason = context.whyNotPooling(CLIENT);
    if (reason != null) {
      return reason;
    }
    List<String> excluded = context.settings().excludeCallers();
    if (!excluded.isEmpty() && context.audit().calledFrom(excluded)) {
      return Reason.CALLER_EXCLUDED;
    }
    if (own.getClass() == SimpleHttpConnectionManager.class) {
      return alwaysClose != null && alwaysClose.getBoolean(own) ? Reason.EXPLICIT_OPT_OUT : null;
    }
    return own.getClass() == MultiThreadedHttpConnectionManager.class ? null : Reason.UNKNOWN_TYPE;
  }

  private @Nullable Object executes(@Nullable Object self, Object[] values)
      throws IllegalAccessException {
    if (!(values[0] instanceof HttpMethod)) {
      return null;
    }
    String name = ((HttpMethod) values[0]).getName();
    current.set(name);
    HttpState state = (HttpState) stateOfDirector.get(self);
    proxyUser.set(state == null || state.getProxyCredentials(AuthScope.ANY) != null);
    return name;
  }

  private @Nullable Object executed(@Nullable Object self, Object[] values)
      throws URIException, Propagate {
    current.remove();
    proxyUser.remove();
    if (values[values.length - 2] instanceof SharedConnection.Unanswered) {
      throw new Propagate(
          new NoHttpResponseException(((Exception) values[values.length - 2]).getMessage()));
    }
    HttpMethod method = (HttpMethod) values[0];
    Header keepAlive = method.getResponseHeader("Keep-Alive");
    if (keepAlive != null && keepAlive.getValue() != null) {
      String scheme = method.getURI().getScheme();
      String host = method.getURI().getHost();
      if (scheme != null && host != null) {
        int port = method.getURI().getPort();
        int known = port > 0 ? port : scheme.equals("https") ? 443 : 80;
        context
            .destinations()
            .of(Origin.of(scheme, host, known))
            .keepAlive()
            .serverHint(keepAlive.getValue());
      }
    }
    return null;
  }

  /** Whether doing twice what this thread executes is as good as once. */
  boolean isIdempotent() {
    String method = current.get();
    return method != null && HttpSemantics.isIdempotent(method);
  }

  /** Whether a tunnel that this thread opens is nobody's in particular, as far as is known yet. */
  boolean isUnknownToProxies() {
    return Boolean.FALSE.equals(proxyUser.get());
  }

  /** For how long a connection may have been idle that this thread is to reuse. */
  long maxIdleNanos(boolean idempotent, Destination destination) {
    return idempotent
        ? Long.MAX_VALUE
        : context
            .settings()
            .forHost(destination.origin().host())
            .maxIdleNanosOfNonIdempotent(destination.reuse());
  }

  @Nullable SharedPool pool(PoolKey key) {
    SharedPool pool = registry.pool(key, () -> new ExclusivePool<>(context.clock()));
    if (pool == null) {
      context.audit().leftAlone(CLIENT, Reason.REGISTRY_FULL, null);
    }
    return pool;
  }

  /** A manager was closed by the application. */
  void closedBy(HttpConnectionManager manager) {
    registry.closedBy(manager);
  }

  /**
   * This manager goes on after its shutdown. It closes its connection, and fails where it never had
   * one, as it now has not.
   */
  private @Nullable Object simpleClosed(@Nullable Object self, Object[] values)
      throws IllegalAccessException {
    Object known;
    synchronized (shadows) {
      known = shadows.get(self);
    }
    if (!(known instanceof WeakReference)) {
      return null;
    }
    Shadow shadow = (Shadow) ((WeakReference<?>) known).get();
    if (shadow != null) {
      shadow.managerClosed(false);
    }
    return connectionOfSimple.get(self) == null ? Boolean.TRUE : null;
  }

  private @Nullable Object closed(@Nullable Object self, Object[] values) {
    Object known;
    synchronized (shadows) {
      known = shadows.put((HttpConnectionManager) self, CLOSED);
    }
    Shadow shadow =
        known instanceof WeakReference ? (Shadow) ((WeakReference<?>) known).get() : null;
    if (shadow != null) {
      shadow.managerClosed(true);
    }
    return null;
  }
}
