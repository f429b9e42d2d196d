package io.poolingagent.client.okhttp3;

import io.poolingagent.pool.Clock;
import java.io.File;
import java.security.Security;
import java.util.Arrays;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The TLS material that OkHttp builds for a client whose builder brings none: trust manager, socket
 * factory and chain cleaner. Each client builds its own, always from the same defaults of the JVM,
 * which costs milliseconds and makes no two clients' addresses equal. So what one client has built
 * is given to the next, as long as the defaults are what they were.
 *
 * <p>Thread-safe: two threads may both build at first; one result wins.
 */
final class DefaultTls {
  /** How often the trust store file and the security providers are looked at again. */
  private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;

  private static final String[] PROPERTIES = {
    "javax.net.ssl.trustStore",
    "javax.net.ssl.trustStoreType",
    "javax.net.ssl.trustStoreProvider",
    "javax.net.ssl.trustStorePassword",
  };

  private static final class Material {
    final @Nullable String[] properties;
    final @Nullable X509TrustManager trust;
    volatile @Nullable SSLSocketFactory factory;
    volatile @Nullable Object cleaner;

    Material(@Nullable String[] properties, @Nullable X509TrustManager trust) {
      this.properties = properties;
      this.trust = trust;
    }
  }

  private final Clock clock;
  private volatile @Nullable Material material;
  private volatile Object[] environment = {};
  private volatile long lookedAtNanos;

  DefaultTls(Clock clock) {
    this.clock = clock;
  }

  /** The trust manager of an earlier client, null if there is none that is still right. */
  @Nullable X509TrustManager trust() {
    Material known = current();
    return known == null ? null : known.trust;
  }

  /** What was built, if the defaults of the JVM are what they were then. */
  private @Nullable Material current() {
    Material known = material;
    return known != null && Arrays.equals(known.properties, properties()) && environmentIsSame()
        ? known
        : null;
  }

  /** A client has built its own trust manager. */
  void trustBuilt(X509TrustManager built) {
    Material known = material;
    if (known == null || known.trust != built) {
      remember(built);
    }
  }

  private Material remember(@Nullable X509TrustManager trust) {
    environment = environment();
    lookedAtNanos = clock.nanoTime();
    Material made = new Material(properties(), trust);
    material = made;
    return made;
  }

  /**
   * For a version that builds its socket factory without a trust manager of its own: the factory of
   * an earlier client, or null to keep the one that was built.
   */
  @Nullable SSLSocketFactory insteadOf(SSLSocketFactory built) {
    Material known = current();
    if (known == null) {
      remember(null).factory = built;
      return null;
    }
    SSLSocketFactory earlier = known.factory;
    return earlier == built ? null : earlier;
  }

  /** The socket factory that was built upon this trust manager, or null. */
  @Nullable SSLSocketFactory factory(@Nullable Object trust) {
    Material known = material;
    return known != null && known.trust == trust ? known.factory : null;
  }

  /** A client has built a socket factory. */
  void factoryBuilt(@Nullable Object trust, SSLSocketFactory built) {
    Material known = material;
    if (known != null && known.trust == trust && known.factory == null) {
      known.factory = built;
    }
  }

  /** The chain cleaner that was built upon this trust manager, or null. */
  @Nullable Object cleaner(@Nullable Object trust) {
    Material known = material;
    return known != null && known.trust == trust ? known.cleaner : null;
  }

  /** A client has built a chain cleaner. */
  void cleanerBuilt(@Nullable Object trust, Object built) {
    Material known = material;
    if (known != null && known.trust == trust && known.cleaner == null) {
      known.cleaner = built;
    }
  }

  private static @Nullable String[] properties() {
    @Nullable String[] values = new @Nullable String[PROPERTIES.length];
    for (int i = 0; i < PROPERTIES.length; i++) {
      values[i] = System.getProperty(PROPERTIES[i]);
    }
    return values;
  }

  private boolean environmentIsSame() {
    long now = clock.nanoTime();
    if (now - lookedAtNanos < LOOK_AGAIN_NANOS) {
      return true;
    }
    boolean same = Arrays.equals(environment, environment());
    if (same) {
      lookedAtNanos = now;
    }
    return same;
  }

  /** What else decides over the defaults but is too dear to look at for each client. */
  private static Object[] environment() {
    String store = System.getProperty("javax.net.ssl.trustStore");
    String security = System.getProperty("java.home") + "/lib/security/";
    return new Object[] {
      stamp(store == null ? security + "jssecacerts" : store),
      stamp(security + "cacerts"),
      String.valueOf(Security.getProperty("ssl.TrustManagerFactory.algorithm")),
      Arrays.toString(Security.getProviders())
    };
  }

  private static String stamp(String path) {
    File file = new File(path);
    return file.lastModified() + "/" + file.length();
  }
}
