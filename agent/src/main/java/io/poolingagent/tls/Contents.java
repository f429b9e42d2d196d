package io.poolingagent.tls;

import io.poolingagent.pool.PoolKey;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * What an object comes to, as a key: the JDK's own TLS objects by what is in them, other objects by
 * their class and final fields, and what neither rule covers by identity. A part compared by
 * identity makes only those equal that hold the very same object there.
 */
final class Contents {
  private static final String NAME = "tls";
  private static final int MOST_OBJECTS = 64;
  private static final PoolKey NOTHING = PoolKey.builder(NAME).build();

  /** Immutable, of no state but what {@code equals} compares. */
  private static final Set<Class<?>> VALUES =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.<Class<?>>asList(
                  Boolean.class,
                  Character.class,
                  Byte.class,
                  Short.class,
                  Integer.class,
                  Long.class,
                  Float.class,
                  Double.class,
                  BigDecimal.class,
                  URI.class,
                  UUID.class,
                  Locale.class,
                  X500Principal.class)));

  /** Of the JDK's collections, those that never change. */
  private static final Set<String> FIXED_COLLECTIONS =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  "java.util.Collections$EmptyList",
                  "java.util.Collections$EmptySet",
                  "java.util.Collections$SingletonList",
                  "java.util.Collections$SingletonSet",
                  "java.util.ImmutableCollections$List12",
                  "java.util.ImmutableCollections$ListN",
                  "java.util.ImmutableCollections$Set12",
                  "java.util.ImmutableCollections$SetN")));

  private final Shapes shapes;
  private final Managers managers = new Managers();
  private volatile @Nullable Latest latest;

  Contents(Shapes shapes) {
    this.shapes = shapes;
  }

  PoolKey of(@Nullable Object object) {
    return new Look().of(object);
  }

  /** Whether an object of the application's is compared by what it holds. */
  boolean hasComparedParts(Object object) {
    return shapes.get(object.getClass()).fields.length > 0;
  }

  private static PoolKey identity(Object object, String why) {
    return PoolKey.builder(NAME)
        .identity(object.getClass().getName() + " (" + why + ")", object)
        .build();
  }

  private static boolean isValue(Object value) {
    Class<?> type = value.getClass();
    return VALUES.contains(type)
        || (value instanceof X509Certificate && PoolKey.isOfJdk(type))
        || (type.getName().startsWith("java.time.") && value instanceof Comparable);
  }

  /** One look at an object and all below it. */
  private final class Look {
    private int left = MOST_OBJECTS;

    /** There is a context within the managers of another one; unlike those it can change. */
    private boolean withinOthers;

    /** What is looked at takes part in opening sockets. */
    private boolean opening;

    PoolKey of(@Nullable Object object) {
      if (object == null) {
        return NOTHING;
      }
      if (left-- == 0) {
        left = 0;
        return identity(object, "there is too much to compare");
      }
      Jsse jsse = Jsse.instance();
      try {
        PoolKey known = jsse == null ? null : ofJsse(jsse, object);
        return known != null ? known : byShape(object);
      } catch (RuntimeException | ReflectiveOperationException | LinkageError unreadable) {
        return identity(object, unreadable.getClass().getSimpleName());
      }
    }

    /** The content of an object of the JDK's own implementation; null if it is none. */
    private @Nullable PoolKey ofJsse(Jsse jsse, Object object) throws ReflectiveOperationException {
      Jsse.State state = jsse.state(object);
      if (state != null) {
        boolean alone = left == MOST_OBJECTS - 1;
        withinOthers |= !alone;
        return alone ? ofContextAlone(state) : ofContext(state, of(state.keys), of(state.trust));
      }
      Object wrapped = jsse.wrapped(object);
      // The JDK wraps a manager if its class lacks methods; whether it does goes without saying.
      return wrapped != null ? of(wrapped) : managers.of(object);
    }

    private PoolKey ofContextAlone(Jsse.State state) {
      Latest known = latest;
      PoolKey keys = known == null ? null : known.keysOf(state);
      PoolKey trust = known == null ? null : known.trustOf(state);
      keys = keys == null ? of(state.keys) : keys;
      trust = trust == null ? of(state.trust) : trust;
      PoolKey content = known == null ? null : known.contentOf(state, keys, trust);
      if (content == null || (known != null && known.isOutlived())) {
        content = content == null ? ofContext(state, keys, trust) : content;
        latest = withinOthers ? latest : new Latest(state, keys, trust, content);
      }
      return content;
    }

    private PoolKey ofContext(Jsse.State state, PoolKey keys, PoolKey trust) {
      return PoolKey.builder(NAME)
          .identity("protocol", state.implementation.getClass())
          .key("keys", keys)
          .key("trust", trust)
          .identity("random", state.random.getClass())
          .value("sessionCacheSize", state.sessions.getSessionCacheSize())
          .value("sessionTimeout", state.sessions.getSessionTimeout())
          .value("stapling", state.stapling)
          .build();
    }

    private PoolKey byShape(Object object) throws IllegalAccessException {
      Class<?> type = object.getClass();
      if (FIXED_COLLECTIONS.contains(type.getName())) {
        return ofElements((Collection<?>) object);
      }
      Shapes.Shape shape = shapes.get(type);
      boolean before = opening;
      opening = shape.opens(before);
      try {
        return byShape(object, shape);
      } finally {
        opening = before;
      }
    }

    private PoolKey byShape(Object object, Shapes.Shape shape) throws IllegalAccessException {
      Class<?> type = object.getClass();
      String obstacle = shape.obstacle(opening);
      if (obstacle != null) {
        return PoolKey.builder(NAME).identity(obstacle, object).build();
      }
      PoolKey.Builder key = PoolKey.builder(NAME).identity("class", type);
      for (Field field : shape.fields) {
        Object value = field.get(object);
        if (shape.keepsItsLists && value != null && value.getClass() == ArrayList.class) {
          key.key(field.getName(), ofElements((Collection<?>) value));
        } else if (shape.keepsItsLists && value instanceof String[]) {
          key.value(field.getName(), Arrays.asList(((String[]) value).clone()));
        } else {
          add(key, field.getName(), value);
        }
      }
      return key.build();
    }

    private PoolKey ofElements(Collection<?> collection) {
      PoolKey.Builder key = PoolKey.builder(NAME).identity("class", collection.getClass());
      for (Object element : collection) {
        add(key, "element", element);
      }
      return key.build();
    }

    private void add(PoolKey.Builder key, String part, @Nullable Object value) {
      if (value instanceof String) {
        key.secret(part, (String) value); // what an application keeps there is not for the console
      } else if (value instanceof BigInteger && value.getClass() == BigInteger.class) {
        key.secret(part, value.toString());
      } else if (value == null || isValue(value)) {
        key.value(part, value);
      } else if (value instanceof Class || value instanceof Enum) {
        key.identity(part, value);
      } else {
        key.key(part, of(value));
      }
    }
  }
}
