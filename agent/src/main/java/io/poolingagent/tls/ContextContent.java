package io.poolingagent.tls;

import io.poolingagent.pool.PoolKey;
import java.lang.ref.WeakReference;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS context came to when it was looked at, and whether it still does: a tenth of the cost
 * of looking again. The managers of a context are its content, as none of those that are compared
 * by what they hold can change (see {@link Contents}), so a context is as it was while it has the
 * same ones. Holds nothing of the application strongly. Immutable.
 */
public final class ContextContent {
  private final TlsIdentities identities;
  private final PoolKey key;
  private final WeakReference<SSLContext> context;

  /** Null where a context tells nothing. */
  private final @Nullable Seen seen;

  /** What decides over the connections of a context, by identity. */
  private static final class Seen {
    final WeakReference<Object> implementation;
    final WeakReference<Object> keys;
    final WeakReference<Object> trust;
    final WeakReference<Object> random;
    final int sessionCacheSize;
    final int sessionTimeout;
    final @Nullable Object stapling;

    Seen(Jsse.State state) {
      implementation = new WeakReference<>(state.implementation);
      keys = new WeakReference<>(state.keys);
      trust = new WeakReference<>(state.trust);
      random = new WeakReference<>(state.random);
      sessionCacheSize = state.sessions.getSessionCacheSize();
      sessionTimeout = state.sessions.getSessionTimeout();
      stapling = state.stapling;
    }

    boolean is(Jsse.State now) {
      return implementation.get() == now.implementation
          && keys.get() == now.keys
          && trust.get() == now.trust
          && random.get() == now.random
          && sessionCacheSize == now.sessions.getSessionCacheSize()
          && sessionTimeout == now.sessions.getSessionTimeout()
          && Objects.equals(stapling, now.stapling);
    }
  }

  /** Looks at a context. */
  ContextContent(TlsIdentities identities, SSLContext context) {
    Jsse.State before = state(context); // first: what is initialised meanwhile is seen later
    this.identities = identities;
    this.key = identities.of(context).weak();
    this.context = new WeakReference<>(context);
    this.seen = before == null ? null : new Seen(before);
  }

  private static Jsse.@Nullable State state(SSLContext context) {
    Jsse jsse = Jsse.instance();
    try {
      return jsse == null ? null : jsse.state(context);
    } catch (ReflectiveOperationException unreadable) {
      return null;
    }
  }

  /** Whether it is this very context, with nothing in it changed since. */
  public boolean isOf(SSLContext asked) {
    if (context.get() != asked) {
      return false;
    }
    Jsse.State now = seen == null ? null : state(asked);
    return seen == null || now == null ? key.equals(identities.of(asked)) : seen.is(now);
  }
}
