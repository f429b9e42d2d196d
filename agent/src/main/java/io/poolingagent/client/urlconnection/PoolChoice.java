package io.poolingagent.client.urlconnection;

import io.poolingagent.audit.Reason;
import io.poolingagent.client.AgentContext;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.PoolRegistry;
import io.poolingagent.pool.SharedPool;
import java.lang.ref.WeakReference;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Which shared connections a request may use; none where it is left alone. Thread-safe. */
final class PoolChoice {
  private static final int SLOTS = 256;

  private final AgentContext context;
  private final Directory directory;
  private final PoolRegistry registry;

  /**
   * Routes by what the factory comes to and host: who asks for the same again shall not pay for the
   * making of a key. It enters when it is seen again, so that what is another one for each request
   * does not.
   */
  private final AtomicReferenceArray<@Nullable Known> known = new AtomicReferenceArray<>(SLOTS);

  private final AtomicIntegerArray seen = new AtomicIntegerArray(SLOTS);

  PoolChoice(AgentContext context, Directory directory) {
    this.context = context;
    this.directory = directory;
    this.registry = context.newRegistry(Adapter.CLIENT);
  }

  /** The route of a request, or null if it is left alone. */
  @Nullable Route route(Key key, URL url, @Nullable HttpURLConnection connection) throws Throwable {
    Reason reason = whyNot();
    if (reason != null) {
      context.audit().leftAlone(Adapter.CLIENT, reason, null);
      return null;
    }
    Route route = known(key, url);
    if (route == null) {
      route = search(key, url, connection);
    }
    if (route != null) {
      context.audit().pooled(Adapter.CLIENT);
    }
    return route;
  }

  private @Nullable Reason whyNot() {
    Reason reason = context.whyNotPooling(Adapter.CLIENT);
    if (reason != null) {
      return reason;
    }
    return !context.settings().excludeCallers().isEmpty()
            && context.audit().calledFrom(context.settings().excludeCallers())
        ? Reason.CALLER_EXCLUDED
        : null;
  }

  private @Nullable Route known(Key key, URL url) {
    if (key.proxy != null) {
      return null;
    }
    Known entry = known.get(slot(key, url));
    if (entry == null || !entry.fits(key, url)) {
      return null;
    }
    Route route = entry.route;
    return route.isRetired() || route.shared.retired() ? null : route;
  }

  private @Nullable Route search(Key key, URL url, @Nullable HttpURLConnection connection)
      throws Throwable {
    int port = url.getPort() == -1 ? url.getDefaultPort() : url.getPort();
    if (port < 1 || port > 65535) {
      return null; // the JDK says what is wrong with it
    }
    PoolKey poolKey = key.poolKey(context, connection);
    SharedPool shared = registry.pool(poolKey, () -> new Connections(context, directory, key.tls));
    if (shared == null) {
      context.audit().leftAlone(Adapter.CLIENT, Reason.REGISTRY_FULL, null);
      return null;
    }
    Origin origin = Origin.of(url.getProtocol(), url.getHost(), port);
    Route route = ((Connections) shared.engine()).route(origin, shared);
    if (key.proxy == null) {
      int slot = slot(key, url);
      if (key.tls == null || seen.getAndSet(slot, key.tls.hashCode()) == key.tls.hashCode()) {
        known.set(slot, new Known(key, url, route));
      }
    }
    return route;
  }

  private static int slot(Key key, URL url) {
    int hash = (key.tls == null ? 0 : key.tls.hashCode()) * 31 + url.getHost().hashCode();
    hash = hash * 31 + url.getPort();
    return (hash ^ (hash >>> 16)) & (SLOTS - 1);
  }

  /** A request without a proxy that was seen before. Holds what is the application's weakly. */
  private static final class Known {
    private final WeakReference<@Nullable Object> verifier;
    private final WeakReference<@Nullable Object> authenticator;
    private final @Nullable PoolKey tls;
    private final @Nullable String protocols;
    private final @Nullable String cipherSuites;
    private final String scheme;
    private final String host;
    private final int port;
    final Route route;

    Known(Key key, URL url, Route route) {
      this.verifier = new WeakReference<>(key.verifier);
      this.authenticator = new WeakReference<>(key.authenticator);
      this.tls = key.tls == null ? null : key.tls.weak();
      this.protocols = key.protocols;
      this.cipherSuites = key.cipherSuites;
      this.scheme = url.getProtocol();
      this.host = url.getHost();
      this.port = url.getPort();
      this.route = route;
    }

    boolean fits(Key key, URL url) {
      return verifier.get() == key.verifier
          && authenticator.get() == key.authenticator
          && port == url.getPort()
          && host.equals(url.getHost())
          && scheme.equals(url.getProtocol())
          && Objects.equals(tls, key.tls)
          && Objects.equals(protocols, key.protocols)
          && Objects.equals(cipherSuites, key.cipherSuites);
    }
  }
}
