package io.poolingagent.client.okhttp3;

import io.poolingagent.audit.Reason;
import io.poolingagent.client.AgentContext;
import java.lang.ref.WeakReference;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.Address;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Which pool a call uses: the shared one of its configuration, or the client's own where the client
 * is left alone. Thread-safe.
 */
final class PoolChoice {
  private final AgentContext context;
  private final Internals internals;
  private final SharedPools pools;

  private final ExplicitPools explicitPools = new ExplicitPools();

  /** That of the first client. Guarded by this. */
  private @Nullable WeakReference<ConnectionPool> firstPool;

  PoolChoice(AgentContext context, Internals internals, SharedPools pools) {
    this.context = context;
    this.internals = internals;
    this.pools = pools;
  }

  @Nullable Object clientCreated(@Nullable Object self, Object[] values) throws Throwable {
    ConnectionPool own = (ConnectionPool) values[values.length - 1];
    Object nativePool = internals.nativePool(own);
    Reason reason = whyNot(nativePool, false);
    if (reason == null && explicitPools.contains(nativePool)) {
      context.demandHooks(); // one of many pools, each made for one client
    } else if ((reason == null || (isExplicit(reason) && context.settings().anyForced()))
        && isOnlyPool(own)) {
      reason = Reason.FIRST_SIGHTING;
    }
    if (reason == null) {
      context.audit().pooled(Adapter.CLIENT);
    } else {
      context.audit().leftAlone(Adapter.CLIENT, reason, null);
    }
    return null;
  }

  @Nullable Object poolGiven(@Nullable Object self, Object[] values) throws Throwable {
    if (values[0] instanceof ConnectionPool) {
      Object pool = internals.nativePool((ConnectionPool) values[0]);
      explicitPools.given(
          pool,
          internals.idleLimits(pool),
          internals.isWatched(pool),
          context.hooksDemanded(),
          context.clock().nanoTime());
    }
    return null;
  }

  /**
   * Whether all clients so far have this pool: the application may be one that keeps its client,
   * and what {@code newBuilder()} derives from that, for good. It has nothing to gain, so no call
   * is looked at until there is a second pool, or an operator wants limits kept.
   */
  private boolean isOnlyPool(ConnectionPool own) throws Throwable {
    if (context.hooksDemanded()) {
      return false;
    }
    ConnectionPool first;
    synchronized (this) {
      if (firstPool == null) {
        firstPool = new WeakReference<>(own);
      }
      first = firstPool.get();
      if (first == own && !context.settings().anyHardLimit()) {
        return true;
      }
    }
    context.demandHooks();
    if (first != null && whyNot(internals.nativePool(first), false) == null) {
      first.evictAll(); // what is idle there will not be used again
    }
    return false;
  }

  /**
   * Why a client with this pool of its own is left alone; null if it is not.
   *
   * @param call whether it makes a call
   */
  private @Nullable Reason whyNot(Object ownPool, boolean call) throws Throwable {
    if (!context.pooling(Adapter.CLIENT)) {
      return context.whyNotPooling(Adapter.CLIENT);
    }
    List<String> excluded = context.settings().excludeCallers();
    if (!excluded.isEmpty() && context.audit().calledFrom(excluded)) {
      return Reason.CALLER_EXCLUDED;
    }
    return call
        ? explicitPools.whyNotCall(ownPool, context.clock().nanoTime())
        : explicitPools.whyNot(ownPool, context.clock().nanoTime());
  }

  /** The engine of a call is made: its last value is the pool that it would use. */
  @Nullable Object callCreated(@Nullable Object self, Object[] values) throws Throwable {
    Object own = values[values.length - 1];
    if (pools.contains(own)) {
      return null;
    }
    Reason reason = whyNot(own, true);
    if (reason != null && !(isExplicit(reason) && forced(values))) {
      return null;
    }
    IdleLimits limits = explicitPools.limits(own);
    if (limits != IdleLimits.NONE && forced(values)) {
      limits = IdleLimits.NONE; // as for those that would be left alone
    }
    Key key = keyOf(values, limits);
    return key == null ? null : pools.poolFor(key);
  }

  private static boolean isExplicit(Reason reason) {
    return reason == Reason.EXPLICIT_POOL || reason == Reason.EXPLICIT_OPT_OUT;
  }

  /** Whether the operator wants calls to this host pooled though the application brought a pool. */
  private boolean forced(Object[] values) {
    HttpUrl url =
        values[0] instanceof OkHttpClient
            ? (values[1] instanceof Request ? (Request) values[1] : ((Call) values[1]).request())
                .url()
            : ((Address) values[1]).url();
    return context.settings().forHost(url.host()).force();
  }

  private @Nullable Key keyOf(Object[] values, IdleLimits limits) throws Throwable {
    if (values[0] instanceof OkHttpClient) {
      OkHttpClient client = (OkHttpClient) values[0];
      Request request =
          values[1] instanceof Request ? (Request) values[1] : ((Call) values[1]).request();
      // A web socket takes its connection for good; it gains nothing and would only occupy the
      // pool.
      if (Lease.isUpgrade(request)) {
        return null;
      }
      boolean https = request.url().isHttps();
      return https && !speaksTls(client)
          ? null
          : new Key(client, https, internals.pingIntervalMillis(client), limits, context.tls());
    }
    Address address = (Address) values[1];
    OkHttpClient client =
        values.length > 3 && values[2] instanceof Call ? internals.client((Call) values[2]) : null;
    return new Key(
        address, client == null ? 0 : internals.pingIntervalMillis(client), limits, context.tls());
  }

  /** A client for cleartext only has no socket factory, and since 4.0 throws when asked for it. */
  private static boolean speaksTls(OkHttpClient client) {
    for (ConnectionSpec spec : client.connectionSpecs()) {
      if (spec.isTls()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The default socket factory for a client whose constructor is at its end: the one that clients
   * of the same configuration have, null if that is the one it has got.
   */
  @Nullable SSLSocketFactory tlsFor(OkHttpClient client, SSLSocketFactory built, DefaultTls tls)
      throws Throwable {
    Key key =
        new Key(client, true, internals.pingIntervalMillis(client), IdleLimits.NONE, context.tls());
    SSLSocketFactory known = tls.plainFactory(key);
    if (known == null) {
      known = pools.factoryOf(key, tls);
    }
    if (known == null) {
      known = tls.factoryFor(key, built);
    }
    return known == built ? null : known;
  }

  /**
   * Since 5.4 the planner takes the pool from the interceptor chain: the client's own, unless an
   * interceptor has chosen another one, which is left to it.
   */
  @Nullable Object plannerCreated(@Nullable Object self, Object[] values) throws Throwable {
    Object given = values[values.length - 1];
    if (pools.contains(given)) {
      return null;
    }
    for (Object value : values) {
      if (internals.isHolder(value)) {
        Object swapped = internals.poolOfHolder(value);
        OkHttpClient client = internals.client((Call) value);
        return client != null
                && pools.contains(swapped)
                && internals.nativePool(client.connectionPool()) == given
            ? swapped
            : null;
      }
    }
    return null;
  }
}
