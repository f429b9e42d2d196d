package io.poolingagent.client.apache5;

import io.poolingagent.client.AgentContext;
import io.poolingagent.pool.KeyComparison;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.tls.TrustDefaults;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each client builds anew though it is always the same: the TLS material of one that brings
 * none, which costs milliseconds, the kinds of cookies that it may be told to use, and the name of
 * the library for the User-Agent, which is read from its jar.
 *
 * <p>TLS material owns the TLS sessions of its connections. So it is given only to managers of the
 * same configuration as the first one's, and only where a manager asks for it: what the application
 * asks for itself it gets anew.
 */
final class Built {
  /** More configurations than this build their TLS material anew. */
  private static final int MOST_CONFIGURATIONS = 64;

  /** The configuration of a manager that is told nothing. */
  private static final PoolKey NONE = PoolKey.builder("none").build();

  private final AgentContext context;
  private final Structure structure;

  /**
   * What the manager that is about to ask for TLS material on this thread is to have: {@link
   * Material}, or the configuration for which there is none yet.
   */
  private final ThreadLocal<@Nullable Object> wanted = new ThreadLocal<>();

  /** By configuration, the longest unused first; guarded by itself. */
  private final Map<PoolKey, Material> materials =
      new LinkedHashMap<PoolKey, Material>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PoolKey, Material> eldest) {
          return size() > MOST_CONFIGURATIONS;
        }
      };

  /** What was asked for last. */
  private volatile @Nullable Material latest;

  private volatile @Nullable Object cookieSpecs;
  private volatile @Nullable Object @Nullable [] userAgent;

  /** What the library has made of the JVM's defaults at one time. */
  private static final class Material {
    final PoolKey configuration;
    final TrustDefaults defaults;
    final Object built;

    Material(PoolKey configuration, TrustDefaults defaults, Object built) {
      this.configuration = configuration.weak();
      this.defaults = defaults;
      this.built = built;
    }
  }

  Built(AgentContext context, Structure structure) {
    this.context = context;
    this.structure = structure;
  }

  private boolean pooling() {
    return context.pooling(Adapter.CLIENT);
  }

  /** A manager is being built; it may ask for TLS material. */
  @Nullable Object tlsWanted(@Nullable Object builder, Object[] values) throws Throwable {
    wanted.set(null);
    if (!pooling()) {
      return null;
    }
    BuilderFields fields = builder == null ? null : BuilderFields.of(builder.getClass());
    if (builder != null && fields != null && fields.bringTls(builder)) {
      return null;
    }
    Material known = latest;
    if (known == null || !isFor(known, builder, fields)) {
      PoolKey configuration = configuration(builder, fields);
      synchronized (materials) {
        known = materials.get(configuration);
      }
      if (known == null) {
        wanted.set(configuration);
        return null;
      }
      latest = known;
    }
    wanted.set(known.defaults.areUnchanged() ? known : known.configuration);
    return null;
  }

  private boolean isFor(Material material, @Nullable Object builder, @Nullable BuilderFields fields)
      throws Throwable {
    if (builder == null || fields == null) {
      return material.configuration.equals(NONE);
    }
    KeyComparison comparison = new KeyComparison(material.configuration);
    fields.describe(comparison, builder, structure);
    return comparison.isSame();
  }

  private PoolKey configuration(@Nullable Object builder, @Nullable BuilderFields fields)
      throws Throwable {
    if (builder == null || fields == null) {
      return NONE;
    }
    PoolKey.Builder key = PoolKey.builder("builder");
    fields.describe(key, builder, structure);
    return key.build();
  }

  /** The material that a manager of this configuration has built before. */
  @Nullable Object tls(@Nullable Object self, Object[] values) {
    Object known = wanted.get();
    if (!(known instanceof Material)) {
      return null;
    }
    wanted.set(null);
    return ((Material) known).built;
  }

  /** A manager has built it; answers the one to use, where another was quicker. */
  @Nullable Object tlsBuilt(@Nullable Object self, Object[] values) {
    Object configuration = wanted.get();
    Object built = values[values.length - 3];
    if (!(configuration instanceof PoolKey)) {
      return null;
    }
    wanted.set(null);
    return built == null ? null : remember((PoolKey) configuration, built);
  }

  private Object remember(PoolKey configuration, Object built) {
    synchronized (materials) {
      Material known = materials.get(configuration);
      if (known == null || !known.defaults.areUnchanged()) {
        known = new Material(configuration, new TrustDefaults(context.clock()), built);
        materials.put(known.configuration, known);
      }
      latest = known;
      return known.built;
    }
  }

  /** The kinds of cookies that the library knows: immutable, but for what they keep to be fast. */
  @Nullable Object cookieSpecs(@Nullable Object self, Object[] values) {
    return pooling() ? cookieSpecs : null;
  }

  /** They were made. */
  @Nullable Object cookieSpecsBuilt(@Nullable Object self, Object[] values) {
    if (cookieSpecs == null) {
      cookieSpecs = values[values.length - 3];
    }
    return null;
  }

  /** What a builder of this class is called. */
  @Nullable Object userAgent(@Nullable Object self, Object[] values) {
    @Nullable Object[] known = userAgent;
    return known != null
            && values[2] == known[2]
            && values[0].equals(known[0])
            && values[1].equals(known[1])
        ? known[3]
        : null;
  }

  /** It was read from the jar. */
  @Nullable Object userAgentBuilt(@Nullable Object self, Object[] values) {
    Object told = values[values.length - 3];
    if (userAgent == null
        && told instanceof String
        && values[2] instanceof Class
        && ((Class<?>) values[2]).getName().startsWith("org.apache.hc.")) {
      userAgent = new Object[] {values[0], values[1], values[2], told};
    }
    return null;
  }
}
