package io.poolingagent.client.okhttp3;

import io.poolingagent.pool.Clock;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.tls.TrustDefaults;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.CertificatePinner;
import org.jspecify.annotations.Nullable;

/**
 * The TLS material that OkHttp builds for a client whose builder brings none: trust manager, socket
 * factory and chain cleaner. Each client builds its own, always from the same defaults of the JVM,
 * which costs milliseconds and makes no two clients' addresses equal. So what one client has built
 * is given to the next, as long as the defaults are what they were.
 *
 * <p>Thread-safe: where two threads build at first, both use what was built first.
 */
final class DefaultTls {
  /** More configurations than this share none of their TLS material with the oldest any more. */
  private static final int MOST_CONFIGURATIONS = 64;

  /** How OkHttp makes a context, which decides over the provider. */
  interface Contexts {
    SSLContext newContext() throws Throwable;
  }

  private static final class Material {
    final TrustDefaults defaults;
    final @Nullable X509TrustManager trust;
    volatile @Nullable SSLSocketFactory factory;
    volatile @Nullable Object cleaner;

    /** A configuration of nothing but OkHttp's and the JDK's own parts, so it may be held. */
    volatile @Nullable Key plain;

    volatile @Nullable SSLSocketFactory plainFactory;

    /** Those that configurations have; weak, as pools and clients hold them. */
    private final Set<SSLSocketFactory> given =
        Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** By configuration, the longest unused first; guarded by itself. */
    private final Map<PoolKey, SSLSocketFactory> factories =
        new LinkedHashMap<PoolKey, SSLSocketFactory>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<PoolKey, SSLSocketFactory> eldest) {
            return size() > MOST_CONFIGURATIONS;
          }
        };

    Material(TrustDefaults defaults, @Nullable X509TrustManager trust) {
      this.defaults = defaults;
      this.trust = trust;
    }

    boolean knows(SSLSocketFactory some) {
      return some == factory || given.contains(some);
    }

    SSLSocketFactory factoryFor(PoolKey configuration, SSLSocketFactory built, Contexts contexts)
        throws Throwable {
      synchronized (factories) {
        SSLSocketFactory own = factories.get(configuration);
        if (own == null) {
          // Only once: a configuration that has left this map may still resume its sessions.
          own = given.add(built) ? built : another(contexts);
          given.add(own);
          factories.put(configuration.weak(), own);
        }
        return own;
      }
    }

    private SSLSocketFactory another(Contexts contexts) throws Throwable {
      SSLContext context = contexts.newContext();
      context.init(null, trust == null ? null : new TrustManager[] {trust}, null);
      return context.getSocketFactory();
    }
  }

  private final List<CertificatePinner> pinners = new ArrayList<>();
  private final Clock clock;
  private final Contexts contexts;
  private volatile @Nullable Material material;

  DefaultTls(Clock clock, Contexts contexts) {
    this.clock = clock;
    this.contexts = contexts;
  }

  /** The trust manager of an earlier client, null if there is none that is still right. */
  @Nullable X509TrustManager trust() {
    Material known = current();
    return known == null ? null : known.trust;
  }

  /** What was built, if the defaults of the JVM are what they were then. */
  private @Nullable Material current() {
    Material known = material;
    return known != null && known.defaults.areUnchanged() ? known : null;
  }

  /** A client has built a trust manager of its own; answers the one to use. */
  synchronized X509TrustManager trustBuilt(X509TrustManager built) {
    Material known = current();
    X509TrustManager earlier = known == null ? null : known.trust;
    if (earlier == null) {
      remember(built);
      return built;
    }
    return earlier;
  }

  private Material remember(@Nullable X509TrustManager trust) {
    Material made = new Material(new TrustDefaults(clock), trust);
    material = made;
    return made;
  }

  /** Whether a factory is one of those that today's defaults give. */
  boolean isCurrent(SSLSocketFactory factory) {
    Material known = current();
    return known != null && known.knows(factory);
  }

  /**
   * The pinner that stands for all of default clients that pin the same: each client makes its own.
   * It holds nothing of the application but strings.
   */
  synchronized @Nullable CertificatePinner canonical(@Nullable CertificatePinner pinner)
      throws ReflectiveOperationException {
    for (CertificatePinner known : pinners) {
      if (Pins.same(known, pinner)) {
        return known;
      }
    }
    if (pinner != null) {
      if (pinners.size() >= MOST_CONFIGURATIONS) {
        pinners.clear();
      }
      pinners.add(pinner);
    }
    return pinner;
  }

  /**
   * The factory of a configuration: what OkHttp has built for its first client, or, where that was
   * provided with what another configuration has, one of the same trust manager. A factory owns the
   * TLS sessions of its connections.
   *
   * @param key what matters to connections; its socket factory does not matter here
   * @param built what the client has got
   */
  synchronized SSLSocketFactory factoryFor(Key key, SSLSocketFactory built) throws Throwable {
    Material known = current();
    if (known == null) {
      known = remember(null);
      known.factory = built; // 3.0 has no trust manager to be told of
    }
    SSLSocketFactory own =
        known.factoryFor(key.poolKey(false, canonical(key.certificatePinner)), built, contexts);
    if (known.plain == null && key.isPlain()) {
      known.plainFactory = own;
      known.plain = key;
    }
    return own;
  }

  /** The same at once for the configuration that most clients have: none; null for another. */
  @Nullable SSLSocketFactory plainFactory(Key key) throws ReflectiveOperationException {
    Material known = material;
    if (known != null && known.trust == null) {
      known = current(); // else the constructor has asked for the trust manager just now
    }
    Key plain = known == null ? null : known.plain;
    return known != null && plain != null && plain.sameButForTls(key) ? known.plainFactory : null;
  }

  /** The socket factory that was built upon this trust manager, or null. */
  @Nullable SSLSocketFactory factory(@Nullable Object trust) {
    Material known = material;
    return known != null && known.trust == trust ? known.factory : null;
  }

  /** A client has built a socket factory; answers the one to use. */
  synchronized SSLSocketFactory factoryBuilt(@Nullable Object trust, SSLSocketFactory built) {
    Material known = material;
    if (known == null || known.trust != trust) {
      return built;
    }
    SSLSocketFactory earlier = known.factory;
    if (earlier == null) {
      known.factory = built;
    }
    return earlier == null ? built : earlier;
  }

  /** The chain cleaner that was built upon this trust manager, or null. */
  @Nullable Object cleaner(@Nullable Object trust) {
    Material known = material;
    return known != null && known.trust == trust ? known.cleaner : null;
  }

  /** A client has built a chain cleaner; answers the one to use. */
  synchronized Object cleanerBuilt(@Nullable Object trust, Object built) {
    Material known = material;
    if (known == null || known.trust != trust) {
      return built;
    }
    Object earlier = known.cleaner;
    if (earlier == null) {
      known.cleaner = built;
    }
    return earlier == null ? built : earlier;
  }
}
