package io.poolingagent.client.apache5;

import io.poolingagent.audit.Reason;
import io.poolingagent.client.AgentContext;
import io.poolingagent.client.Delegates;
import io.poolingagent.client.Kept;
import io.poolingagent.config.HostSettings;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.ExclusivePool;
import io.poolingagent.pool.KeyComparison;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.PoolRegistry;
import io.poolingagent.pool.SharedPool;
import java.util.List;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/** Which client shares which pool. Thread-safe. */
final class PoolChoice {
  private final AgentContext context;
  private final Internals internals;
  private final Structure structure;
  private final CurrentRequest current;
  private final Handover handover;
  private final Statistics statistics;
  private final Times times;
  private final PoolRegistry registry;
  private final Delegates delegates = new Delegates(HttpClientConnectionManager.class);

  /** The pool that a manager shared last. */
  private volatile @Nullable SharedPool latest;

  PoolChoice(
      AgentContext context,
      Internals internals,
      Structure structure,
      CurrentRequest current,
      Handover handover,
      Statistics statistics) {
    this.context = context;
    this.internals = internals;
    this.structure = structure;
    this.current = current;
    this.handover = handover;
    this.statistics = statistics;
    this.times = new Times(context, internals);
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
    HttpClientConnectionManager configured = (HttpClientConnectionManager) delegates.innermost(own);
    Class<?> unknown = Key.unknownType(configured);
    Reason reason = whyNot(own, unknown, values);
    if (reason == null) {
      SharedPool pool = find(configured);
      reason = pool == null ? Reason.REGISTRY_FULL : isFirst(pool) ? Reason.FIRST_SIGHTING : null;
    }
    if (reason == null) {
      context.audit().pooled(Adapter.CLIENT);
      return shadow(own, configured, false);
    }
    context.audit().leftAlone(Adapter.CLIENT, reason, unknown == null ? null : unknown.getName());
    return reason == Reason.EXPLICIT_POOL && context.settings().anyForced()
        ? shadow(own, configured, true)
        : null;
  }

  private Shadow shadow(
      HttpClientConnectionManager own, HttpClientConnectionManager configured, boolean onlyForced) {
    Kept kept = statistics.of(configured);
    return new Shadow(own, configured, this, current, handover, times, kept, null, onlyForced);
  }

  /** Under a hard limit the first one counts as well. */
  private boolean isFirst(SharedPool pool) {
    return pool.firstSighting() && !context.settings().anyHardLimit();
  }

  /** What a client uses in place of a manager that nobody but the client has. */
  Shadow shadow(HttpClientConnectionManager own, DefaultManagers.Kind kind) {
    return new Shadow(own, own, this, current, handover, times, null, kind, false);
  }

  /** Whether no client is left alone for what it is made by. */
  boolean poolsEveryClient() {
    return pooling() && context.settings().excludeCallers().isEmpty();
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

  HostSettings settings(Destination destination) {
    return context.settings().forHost(destination.origin().host());
  }

  /** The pool of a manager's configuration; null to leave it alone. */
  @Nullable SharedPool pool(HttpClientConnectionManager own) {
    try {
      return pooling() ? find(own) : null;
    } catch (Throwable failure) {
      context.errors().report("apache5 key", failure);
      return null;
    }
  }

  /** The same, null only if there is no room for another one. */
  private @Nullable SharedPool find(HttpClientConnectionManager own) throws Throwable {
    SharedPool known = latest;
    if (known != null && !known.retired() && isOf(known, own)) {
      known.touch(nanoTime());
      return known;
    }
    PoolKey.Builder key = PoolKey.builder(Adapter.CLIENT);
    Key.describe(key, own, structure, internals);
    SharedPool pool = registry.pool(key.build(), () -> new ExclusivePool<>(context.clock()));
    if (pool != null) {
      latest = pool;
    }
    return pool;
  }

  /** The same for a manager of this kind that nobody can tell anything. */
  @Nullable SharedPool pool(DefaultManagers.Kind kind, HttpClientConnectionManager own) {
    SharedPool known = kind.pool;
    if (known != null && !known.retired() && pooling()) {
      known.touch(nanoTime());
    } else {
      known = pool(own);
      kind.pool = known;
    }
    return known;
  }

  /** Whether a manager is configured to this pool at this moment. */
  boolean isConfiguredTo(SharedPool pool, HttpClientConnectionManager own) {
    try {
      return pooling() && isOf(pool, own);
    } catch (Throwable failure) {
      context.errors().report("apache5 key", failure);
      return false;
    }
  }

  private boolean isOf(SharedPool pool, HttpClientConnectionManager own) throws Throwable {
    KeyComparison comparison = new KeyComparison(pool.key());
    Key.describe(comparison, own, structure, internals);
    return comparison.isSame();
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
}
