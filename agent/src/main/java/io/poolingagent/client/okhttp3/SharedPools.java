package io.poolingagent.client.okhttp3;

import io.poolingagent.audit.Reason;
import io.poolingagent.client.AgentContext;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.PoolRegistry;
import io.poolingagent.pool.SharedPool;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.CertificatePinner;
import org.jspecify.annotations.Nullable;

/**
 * The shared pools of one copy of the library, to be found by the configuration of a client, by
 * OkHttp's own object, and by a connection in them. Thread-safe.
 */
final class SharedPools {
  private final AgentContext context;
  private final Internals internals;
  private final PoolRegistry registry;

  /** By OkHttp's own pool object. */
  private final Map<Object, SharedConnections> pools = new ConcurrentHashMap<>();

  /** All connections in them, by OkHttp's object. */
  private final Map<Object, PooledConnection> connections = new ConcurrentHashMap<>();

  /** The pools, to be searched by configuration; few, and the first is mostly right. */
  private final CopyOnWriteArrayList<SharedConnections> candidates = new CopyOnWriteArrayList<>();

  SharedPools(AgentContext context, Internals internals) {
    this.context = context;
    this.internals = internals;
    this.registry = context.newRegistry(Adapter.CLIENT);
  }

  /** The shared pool behind OkHttp's pool object, or null if that is none of ours. */
  @Nullable SharedConnections pool(@Nullable Object nativePool) {
    return nativePool == null ? null : pools.get(nativePool);
  }

  /** Whether OkHttp's pool object is that of a shared pool. */
  boolean contains(Object nativePool) {
    return pools.containsKey(nativePool);
  }

  /** What we know of a connection, or null if it is in none of our pools. */
  @Nullable PooledConnection connection(@Nullable Object connection) {
    return connection == null ? null : connections.get(connection);
  }

  /** All connections in the shared pools. */
  Iterable<PooledConnection> connections() {
    return connections.values();
  }

  /** OkHttp's object of the pool of this configuration; null if there is no room for another. */
  @Nullable Object poolFor(Key key) throws Throwable {
    SharedConnections known = candidate(key);
    if (known == null) {
      // One at a time: of clients that begin together the first one's parts must stand for all.
      synchronized (candidates) {
        known = candidate(key);
        if (known == null) {
          known = newPool(key);
        }
      }
    }
    return known == null ? null : known.nativePool;
  }

  private @Nullable SharedConnections candidate(Key key) throws ReflectiveOperationException {
    for (SharedConnections candidate : candidates) {
      if (candidate.isClosed()) {
        candidates.remove(candidate);
        pools.remove(candidate.nativePool);
      } else if (candidate.key.same(key)) {
        candidate.shared().touch(context.clock().nanoTime());
        return candidate;
      }
    }
    return null;
  }

  private @Nullable SharedConnections newPool(Key key) throws Throwable {
    PoolKey poolKey = key.poolKey(true, canonical(key.certificatePinner));
    SharedPool shared =
        registry.pool(
            poolKey,
            () -> {
              try {
                return new SharedConnections(key, internals, context, connections);
              } catch (Throwable failure) {
                throw new IllegalStateException(failure);
              }
            });
    if (shared == null) {
      context.audit().leftAlone(Adapter.CLIENT, Reason.REGISTRY_FULL, null);
      return null;
    }
    SharedConnections made = (SharedConnections) shared.engine();
    made.shared(shared);
    if (pools.putIfAbsent(made.nativePool, made) == null) {
      candidates.add(made);
    }
    return made;
  }

  /** The pinner of a pool that pins the same, or the pinner itself. */
  private @Nullable CertificatePinner canonical(@Nullable CertificatePinner pinner)
      throws ReflectiveOperationException {
    for (SharedConnections candidate : candidates) {
      if (Pins.same(candidate.key.certificatePinner, pinner)) {
        return candidate.key.certificatePinner;
      }
    }
    return pinner;
  }

  /**
   * The socket factory of a pool that differs from a configuration in nothing else; null if there
   * is none.
   *
   * @param tls tells which factories may still be given to clients
   */
  @Nullable SSLSocketFactory factoryOf(Key key, DefaultTls tls)
      throws ReflectiveOperationException {
    for (SharedConnections candidate : candidates) {
      SSLSocketFactory known = candidate.key.sslSocketFactory;
      if (known != null && tls.isCurrent(known) && candidate.key.sameButForTls(key)) {
        return known;
      }
    }
    return null;
  }
}
