package io.poolingagent.client.jdk;

import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.SharedPool;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** The pool that a client shared last. Holds nothing of the application. Immutable. */
final class Latest {
  private final WeakReference<SharedPool> pool;

  /** What its clients' TLS contexts come to. */
  final PoolKey tls;

  Latest(SharedPool pool, PoolKey tls) {
    this.pool = new WeakReference<>(pool);
    this.tls = tls.weak();
  }

  /**
   * The pool, if a client with this configuration shares it for certain: it was told the very same
   * objects.
   *
   * @param context what its TLS context comes to
   */
  @Nullable SharedPool poolOf(Configuration configuration, PoolKey context) {
    SharedPool known = pool.get();
    return known != null
            && !known.retired()
            && ((Lanes) known.engine()).configuration().isSameAs(configuration)
            && context.equals(tls)
        ? known
        : null;
  }
}
