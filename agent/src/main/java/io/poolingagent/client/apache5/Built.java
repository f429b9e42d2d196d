package io.poolingagent.client.apache5;

import io.poolingagent.client.AgentContext;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.tls.TrustDefaults;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each client builds anew though it is always the same: the TLS material of one that brings
 * none, which costs milliseconds, and the name of the library for the User-Agent, which is read
 * from its jar.
 *
 * <p>TLS material owns the TLS sessions of its connections. So it is given only to managers of the
 * same configuration as the first one's, and only where a manager asks for it: what the application
 * asks for itself it gets anew.
 */
final class Built {
  /** More configurations than this build their TLS material anew. */
  private static final int MOST_CONFIGURATIONS = 64;

  private final AgentContext context;
  private final Structure structure;

  /** The configuration of the manager that is about to ask for TLS material on this thread. */
  private final ThreadLocal<@Nullable PoolKey> wanted = new ThreadLocal<>();

  /** By configuration, the longest unused first; guarded by itself. */
  private final Map<PoolKey, Object> material =
      new LinkedHashMap<PoolKey, Object>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PoolKey, Object> eldest) {
          return size() > MOST_CONFIGURATIONS;
        }
      };

  /** What the material was built from; guarded by it. */
  private @Nullable TrustDefaults defaults;

  private volatile @Nullable Object @Nullable [] userAgent;

  Built(AgentContext context, Structure structure) {
    this.context = context;
    this.structure = structure;
  }

  private boolean pooling() {
    return context.pooling(Adapter.CLIENT);
  }

  /** A manager is being built. */
  @Nullable Object tlsWanted(@Nullable Object builder, Object[] values) throws Throwable {
    wanted.set(null);
    if (!pooling()) {
      return null;
    }
    if (builder == null) {
      wanted.set(PoolKey.builder("none").build());
      return null;
    }
    PoolKey.Builder key = PoolKey.builder("builder");
    for (Field field : BuilderFields.OF.get(builder.getClass())) {
      Object value = field.get(builder);
      String name = field.getName();
      if (name.equals("systemProperties") && Boolean.TRUE.equals(value)
          || value != null
              && (name.equals("tlsSocketStrategy") || name.equals("sslSocketFactory"))) {
        return null; // it asks for none
      }
      structure.add(key, name, value);
    }
    wanted.set(key.build());
    return null;
  }

  /** The material that a manager of this configuration has built before. */
  @Nullable Object tls(@Nullable Object self, Object[] values) {
    PoolKey configuration = wanted.get();
    if (configuration == null) {
      return null;
    }
    synchronized (material) {
      if (defaults == null || !defaults.areUnchanged()) {
        material.clear();
        defaults = new TrustDefaults(context.clock());
      }
      Object known = material.get(configuration);
      if (known != null) {
        wanted.set(null);
      }
      return known;
    }
  }

  /** A manager has built it; answers the one to use, where another was quicker. */
  @Nullable Object tlsBuilt(@Nullable Object self, Object[] values) {
    PoolKey configuration = wanted.get();
    Object built = values[values.length - 3];
    if (configuration == null) {
      return null;
    }
    wanted.set(null);
    if (built == null) {
      return null;
    }
    synchronized (material) {
      Object earlier = material.get(configuration);
      if (earlier == null) {
        material.put(configuration.weak(), built);
      }
      return earlier;
    }
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
    if (told instanceof String
        && values[2] instanceof Class
        && ((Class<?>) values[2]).getName().startsWith("org.apache.hc.")) {
      userAgent = new Object[] {values[0], values[1], values[2], told};
    }
    return null;
  }

  /** What the builder of a manager can be told about connections. */
  private static final class BuilderFields {
    static final ClassValue<Field[]> OF =
        new ClassValue<Field[]>() {
          @Override
          protected Field[] computeValue(Class<?> type) {
            java.util.List<Field> fields = new java.util.ArrayList<>();
            for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
              for (Field field : at.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())
                    && !field.getName().startsWith("maxConn")) {
                  field.setAccessible(true);
                  fields.add(field);
                }
              }
            }
            return fields.toArray(new Field[0]);
          }
        };
  }
}
