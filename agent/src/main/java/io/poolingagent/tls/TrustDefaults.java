package io.poolingagent.tls;

import io.poolingagent.pool.Clock;
import java.io.File;
import java.security.Security;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What decides over the trust that the JVM gives to those who bring none of their own, as it was at
 * one moment. Applications change these properties at run time, and clients made afterwards go by
 * the new ones. Thread-safe.
 */
public final class TrustDefaults {
  /** How often the trust store file and the security providers are looked at again. */
  private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;

  private static final String[] PROPERTIES = {
    "javax.net.ssl.trustStore",
    "javax.net.ssl.trustStoreType",
    "javax.net.ssl.trustStoreProvider",
    "javax.net.ssl.trustStorePassword",
  };

  private final Clock clock;
  private final @Nullable String[] properties = properties();
  private final Object[] environment = environment();
  private volatile long lookedAtNanos;

  /** As they are now. */
  public TrustDefaults(Clock clock) {
    this.clock = clock;
    this.lookedAtNanos = clock.nanoTime();
  }

  /** Whether they still are what they were; of files and providers that is known once a second. */
  public boolean areUnchanged() {
    for (int i = 0; i < PROPERTIES.length; i++) {
      if (!Objects.equals(properties[i], System.getProperty(PROPERTIES[i]))) {
        return false;
      }
    }
    return environmentIsSame();
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
