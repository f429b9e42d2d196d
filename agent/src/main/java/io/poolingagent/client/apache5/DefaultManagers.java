package io.poolingagent.client.apache5;

import io.poolingagent.client.AgentContext;
import io.poolingagent.pool.KeyComparison;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.SharedPool;
import io.poolingagent.tls.TrustDefaults;
import java.lang.invoke.MethodHandle;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.jspecify.annotations.Nullable;

/**
 * Managers whose builder was told nothing, as is that of most clients. All of these open their
 * connections by an operator of the same content, which nobody but a manager has and which never
 * changes: so they get the first one's, and what it comes to in a key is known.
 */
final class DefaultManagers {
  private static final MethodHandle NOTHING_IS_SET =
      BuilderFields.of(PoolingHttpClientConnectionManagerBuilder.class).nothingIsSet();

  private final AgentContext context;
  private final Internals internals;
  private final Structure structure;
  private final Built built;
  private volatile @Nullable Kind kind;

  /** This version's builder makes managers that we would make otherwise. */
  private volatile boolean unlike;

  /** What managers have in common since the JVM's defaults are what they are. */
  final class Kind {
    private final TrustDefaults defaults;
    private final Object operator;

    /** The pool of those that nobody can tell anything afterwards. */
    volatile @Nullable SharedPool pool;

    private Kind(TrustDefaults defaults, Object operator) {
      this.defaults = defaults;
      this.operator = operator;
    }

    /** A manager that was told nothing. */
    HttpClientConnectionManager newManager() throws Throwable {
      return internals.newManager(operator);
    }
  }

  DefaultManagers(AgentContext context, Internals internals, Structure structure, Built built) {
    this.context = context;
    this.internals = internals;
    this.structure = structure;
    this.built = built;
  }

  /** A manager is to be built; answers it, null for the library to build it. */
  @Nullable Object wanted(@Nullable Object builder, Object[] values) throws Throwable {
    Kind kind =
        builder != null
                && builder.getClass() == PoolingHttpClientConnectionManagerBuilder.class
                && context.pooling(Adapter.CLIENT)
                && (boolean) NOTHING_IS_SET.invokeExact(builder)
            ? kind()
            : null;
    return kind == null ? built.tlsWanted(builder, values) : kind.newManager();
  }

  /** What those have in common that are made now; null if this version's cannot be made here. */
  @Nullable Kind kind() throws Throwable {
    Kind known = kind;
    return known != null && known.defaults.areUnchanged() ? known : unlike ? null : newKind();
  }

  private synchronized @Nullable Kind newKind() throws Throwable {
    Kind known = kind;
    if (known != null && known.defaults.areUnchanged()) {
      return known; // another thread was quicker
    }
    TrustDefaults defaults = new TrustDefaults(context.clock());
    PoolingHttpClientConnectionManager librarys =
        PoolingHttpClientConnectionManagerBuilder.create().build();
    Kind made = new Kind(defaults, Key.operator(librarys));
    if (made.operator.getClass() != DefaultHttpClientConnectionOperator.class
        || !isSame(librarys, (PoolingHttpClientConnectionManager) made.newManager())) {
      unlike = true;
      return null;
    }
    structure.fix(made.operator);
    kind = made;
    return made;
  }

  private boolean isSame(PoolingHttpClientConnectionManager a, PoolingHttpClientConnectionManager b)
      throws Throwable {
    PoolKey.Builder key = PoolKey.builder(Adapter.CLIENT);
    Key.describe(key, a, structure, internals);
    KeyComparison comparison = new KeyComparison(key.build());
    Key.describe(comparison, b, structure, internals);
    return comparison.isSame()
        && a.getMaxTotal() == b.getMaxTotal()
        && a.getDefaultMaxPerRoute() == b.getDefaultMaxPerRoute();
  }
}
