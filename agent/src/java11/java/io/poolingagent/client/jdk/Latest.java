package io.poolingagent.client.jdk;

import io.poolingagent.pool.SharedPool;
import io.poolingagent.tls.ContextContent;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** The pool that a client shared last. Holds nothing of the application. Immutable. */
final class Latest {
  private final WeakReference<SharedPool> pool;

  /** What its clients' TLS context comes to. */
  final ContextContent tls;

  Latest(SharedPool pool, ContextContent tls) {
    this.pool = new WeakReference<>(pool);
    this.tls = tls;
  }

  /**
   * The pool, if a client with this configuration shares it for certain: it was told the very same
   * objects, and its TLS context was not initialised anew since.
   */
  @Nullable SharedPool poolOf(Configuration configuration) {
    SharedPool known = pool.get();
    return known != null
            && !known.retired()
            && ((Lanes) known.engine()).configuration().isSameAs(configuration)
            && tls.isOf(configuration.sslContext)
        ? known
        : null;
  }
}
