package io.poolingagent.client.jdk;

import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.SharedPool;
import io.poolingagent.tls.TlsIdentities;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** The pool that a client shared last. Holds nothing of the application. Immutable. */
final class Latest {
  static final Latest NONE = new Latest();

  private final WeakReference<SharedPool> pool;
  private final @Nullable PoolKey tls;

  private Latest() {
    pool = new WeakReference<>(null);
    tls = null;
  }

  /**
   * @param tls what its clients' TLS context came to
   */
  Latest(SharedPool pool, PoolKey tls) {
    this.pool = new WeakReference<>(pool);
    this.tls = tls.weak();
  }

  /**
   * The pool, if a client with this configuration shares it for certain: it was told the very same
   * objects, and its TLS context was not initialised anew since.
   */
  @Nullable SharedPool poolOf(Configuration configuration, TlsIdentities identities) {
    SharedPool known = pool.get();
    return known != null
            && !known.retired()
            && ((Lanes) known.engine()).configuration().isSameAs(configuration)
            && tls != null
            && identities.of(configuration.sslContext).equals(tls)
        ? known
        : null;
  }
}
