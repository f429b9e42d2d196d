package io.poolingagent.client.apache5;

import io.poolingagent.client.AgentContext;
import io.poolingagent.pool.KeyComparison;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.tls.TrustDefaults;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Managers whose builder was told nothing, as is that of most clients. All of these open their
 * connections by an operator of the same content, which nobody but a manager has and which never
 * changes: so they get the first one's, and what it comes to in a key is known.
 */
final class DefaultManagers {
  private final AgentContext context;
  private final Internals internals;
  private final Structure structure;
  private final Built built;

  private volatile @Nullable First first;

  /** This version's builder makes managers that we would make otherwise. */
  private volatile boolean unlike;

  /** The operator of the first manager since the JVM's defaults are what they are. */
  private static final class First {
    final TrustDefaults defaults;
    final Object operator;

    First(TrustDefaults defaults, Object operator) {
      this.defaults = defaults;
      this.operator = operator;
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
    if (builder == null
        || builder.getClass() != PoolingHttpClientConnectionManagerBuilder.class
        || unlike
        || !context.pooling(Adapter.CLIENT)
        || !BuilderFields.of(builder).nothingIsSet(builder)) {
      return built.tlsWanted(builder, values);
    }
    First known = first;
    return known != null && known.defaults.areUnchanged()
        ? internals.newManager(known.operator)
        : first((PoolingHttpClientConnectionManagerBuilder) builder);
  }

  /** One that the library builds, whose operator later ones get, too. */
  private synchronized Object first(PoolingHttpClientConnectionManagerBuilder builder)
      throws Throwable {
    First known = first;
    if (known != null && known.defaults.areUnchanged()) {
      return internals.newManager(known.operator); // another thread was quicker
    }
    TrustDefaults defaults = new TrustDefaults(context.clock());
    PoolingHttpClientConnectionManager manager = builder.build();
    Object operator = Key.operator(manager);
    if (operator.getClass() == DefaultHttpClientConnectionOperator.class
        && isSame(manager, (PoolingHttpClientConnectionManager) internals.newManager(operator))) {
      structure.fix(operator);
      first = new First(defaults, operator);
    } else {
      unlike = true;
    }
    return manager;
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
