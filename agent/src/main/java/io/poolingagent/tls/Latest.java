package io.poolingagent.tls;

import io.poolingagent.pool.PoolKey;
import java.lang.ref.WeakReference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a context came to that was looked at a moment ago. Applications mostly have one, or make
 * equal ones, and ask for each request; the managers in it either never change or are compared by
 * identity, so that while a context has the same ones it comes to the same. Holds nothing of the
 * application. Immutable.
 */
final class Latest {
  private final WeakReference<Object> keys;
  private final WeakReference<Object> trust;
  private final WeakReference<Class<?>> protocol;
  private final WeakReference<Class<?>> random;
  private final int sessionCacheSize;
  private final int sessionTimeout;
  private final @Nullable Object stapling;
  private final PoolKey keysContent;
  private final PoolKey trustContent;
  private final PoolKey content;

  Latest(Jsse.State state, PoolKey keysContent, PoolKey trustContent, PoolKey content) {
    this.keys = new WeakReference<>(state.keys);
    this.trust = new WeakReference<>(state.trust);
    this.protocol = new WeakReference<>(state.implementation.getClass());
    this.random = new WeakReference<>(state.random.getClass());
    this.sessionCacheSize = state.sessions.getSessionCacheSize();
    this.sessionTimeout = state.sessions.getSessionTimeout();
    this.stapling = state.stapling;
    this.keysContent = keysContent.weak();
    this.trustContent = trustContent.weak();
    this.content = content.weak();
  }

  /** What the key manager of a context comes to; null if it is another one. */
  @Nullable PoolKey keysOf(Jsse.State state) {
    return state.keys == keys.get() ? keysContent : null;
  }

  /** What the trust manager of a context comes to; null if it is another one. */
  @Nullable PoolKey trustOf(Jsse.State state) {
    return state.trust == trust.get() ? trustContent : null;
  }

  /** Whether contexts are made anew: the managers of this one are gone. */
  boolean isOutlived() {
    return keys.get() == null || trust.get() == null;
  }

  /** The content of a context in this state and with such managers; null if it is another one. */
  @Nullable PoolKey contentOf(Jsse.State state, PoolKey keys, PoolKey trust) {
    return keys.equals(keysContent)
            && trust.equals(trustContent)
            && state.implementation.getClass() == protocol.get()
            && state.random.getClass() == random.get()
            && state.sessions.getSessionCacheSize() == sessionCacheSize
            && state.sessions.getSessionTimeout() == sessionTimeout
            && (state.stapling == stapling || Objects.equals(state.stapling, stapling))
        ? content
        : null;
  }
}
