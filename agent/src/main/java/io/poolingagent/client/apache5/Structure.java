package io.poolingagent.client.apache5;

import io.poolingagent.client.Members;
import io.poolingagent.client.SdkParts;
import io.poolingagent.pool.KeyParts;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.tls.TlsIdentities;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * Turns configuration into keys by what is in it: objects of the library by all their fields, so
 * that one that a later version adds is compared, too; TLS material by the agent's rules; and what
 * is the application's own by identity.
 */
final class Structure {
  private static final int DEEPEST = 8;

  /** The largest map that is looked into: a registry of schemes, but no list of public suffixes. */
  private static final int LARGEST = 8;

  /** Of these, each client sets its own on the connection that it gets, or asks for it then. */
  private static final Set<String> OF_THE_REQUEST =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  "SocketConfig.soTimeout",
                  "ConnectionConfig.connectTimeout",
                  "ConnectionConfig.socketTimeout",
                  "ConnectionConfig.validateAfterInactivity",
                  "TlsConfig.handshakeTimeout")));

  private final TlsIdentities tls;
  private final ClassLoader library;

  /** A registry tells no names. */
  private final MethodHandle registered;

  private volatile @Nullable Fixed fixed;

  private final ClassValue<Shape> shapes =
      new ClassValue<Shape>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return new Shape(type);
        }
      };

  Structure(TlsIdentities tls, ClassLoader library) throws ReflectiveOperationException {
    this.tls = tls;
    this.library = library;
    this.registered = Members.getter(Registry.class, "map");
  }

  /** An object that never changes, with what it comes to. */
  private static final class Fixed {
    final Object object;
    final PoolKey key;

    Fixed(Object object, PoolKey key) {
      this.object = object;
      this.key = key;
    }
  }

  /**
   * Spares looking into an object of the library's again which many configurations have.
   *
   * @param object never changes, nor does anything in it
   */
  void fix(Object object) throws Throwable {
    Shape shape = shapes.get(object.getClass());
    PoolKey.Builder key = PoolKey.builder(shape.name);
    fields(key, object, shape, 1);
    fixed = new Fixed(object, key.build().weak());
  }

  /** The fields of a class of the library. */
  private static final class Shape {
    final String name;
    final String[] names;
    final MethodHandle[] getters;

    /** What the class itself calls its one instance; equal to nothing else. */
    final @Nullable Object instance;

    /** Whether all fields are final. */
    final boolean isFixed;

    Shape(Class<?> type) {
      this.name = type.getSimpleName();
      this.instance = instance(type);
      List<String> names = new ArrayList<>();
      List<MethodHandle> getters = new ArrayList<>();
      boolean fixed = true;
      for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
        for (Field field : at.getDeclaredFields()) {
          if (Modifier.isStatic(field.getModifiers())
              || field.getType().getName().startsWith("org.slf4j.")
              || OF_THE_REQUEST.contains(at.getSimpleName() + "." + field.getName())) {
            continue;
          }
          fixed &= Modifier.isFinal(field.getModifiers());
          try {
            field.setAccessible(true);
            MethodHandle getter = MethodHandles.lookup().unreflectGetter(field);
            getters.add(getter.asType(getter.type().generic()));
            names.add(field.getName());
          } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
          }
        }
      }
      this.names = names.toArray(new String[0]);
      this.getters = getters.toArray(new MethodHandle[0]);
      this.isFixed = fixed;
    }

    private static @Nullable Object instance(Class<?> type) {
      try {
        Field field = type.getDeclaredField("INSTANCE");
        field.setAccessible(true);
        return Modifier.isStatic(field.getModifiers()) ? field.get(null) : null;
      } catch (ReflectiveOperationException none) {
        return null;
      }
    }
  }

  /** The fields of an object of the library's, one after the other. */
  private void fields(KeyParts key, Object object, Shape shape, int depth) throws Throwable {
    // The class, not its name alone: a lambda's is unlike any other's.
    key.identity("class", object.getClass());
    for (int i = 0; i < shape.getters.length; i++) {
      add(key, shape.names[i], (Object) shape.getters[i].invokeExact(object), depth);
    }
  }

  /** Adds a part of a configuration to a key. */
  void add(KeyParts key, String part, @Nullable Object value) throws Throwable {
    add(key, part, value, 0);
  }

  private void add(KeyParts key, String part, @Nullable Object value, int depth) throws Throwable {
    Fixed known = fixed;
    if (value == null) {
      key.value(part, null);
    } else if (known != null && known.object == value) {
      key.key(part, known.key);
    } else if (isValue(value)) {
      key.value(part, value);
    } else if (value instanceof Enum) {
      key.identity(part, value);
    } else if (value instanceof String[]) {
      key.value(part, Arrays.asList(((String[]) value).clone()));
    } else if (value instanceof TimeValue) {
      key.value(part, ((TimeValue) value).toMilliseconds());
    } else if (value instanceof SSLContext) {
      key.key(part, tls.of((SSLContext) value));
    } else if (value instanceof SSLSocketFactory) {
      key.key(part, tls.of((SSLSocketFactory) value));
    } else if (value instanceof Registry && depth < DEEPEST) {
      add(key, part, (Object) registered.invokeExact(value), depth + 1);
    } else if (value instanceof Map
        && depth < DEEPEST
        && depth > 0
        && ((Map<?, ?>) value).size() <= LARGEST) {
      entries(key, part, (Map<?, ?>) value, depth);
    } else if ((isLibrarys(value.getClass()) || SdkParts.goesByItsFields(value))
        && depth < DEEPEST) {
      Shape shape = shapes.get(value.getClass());
      if (shape.instance == value) {
        key.identity(part, value);
      } else {
        KeyParts inner = key.begin(part, shape.name);
        fields(inner, value, shape, depth + 1);
        key.end(inner);
      }
    } else if (value instanceof HostnameVerifier) {
      key.key(part, tls.of((HostnameVerifier) value));
    } else if (isResolver(value.getClass()) && depth < DEEPEST && answersAsTold(value)) {
      KeyParts inner = key.begin(part, "resolver");
      fields(inner, value, shapes.get(value.getClass()), depth + 1);
      key.end(inner);
    } else if (value instanceof SchemePortResolver || isResolver(value.getClass())) {
      // Without state these answer the same; whatever else is the application's may go by its
      // caller.
      key.config(part, value);
    } else {
      key.identity(part, value);
    }
  }

  private static boolean isResolver(Class<?> type) {
    Class<?>[] interfaces = type.getInterfaces();
    return interfaces.length == 1
        && interfaces[0].getName().equals("org.apache.hc.core5.function.Resolver");
  }

  /** Whether all that a resolver holds is the configuration that it was made with. */
  private boolean answersAsTold(Object resolver) throws Throwable {
    Shape shape = shapes.get(resolver.getClass());
    for (MethodHandle getter : shape.getters) {
      Object held = (Object) getter.invokeExact(resolver);
      if (held != null && !isLibrarys(held.getClass())) {
        return false;
      }
    }
    return shape.isFixed && shape.getters.length > 0;
  }

  private void entries(KeyParts key, String part, Map<?, ?> map, int depth) throws Throwable {
    KeyParts inner = key.begin(part, "map");
    Map<?, ?> sorted = map.size() > 1 ? sorted(map) : map;
    for (Map.Entry<?, ?> entry : sorted.entrySet()) {
      add(inner, String.valueOf(entry.getKey()), entry.getValue(), depth + 1);
    }
    key.end(inner);
  }

  private static Map<?, ?> sorted(Map<?, ?> map) {
    Map<String, Object> sorted = new TreeMap<>();
    map.forEach((name, value) -> sorted.put(String.valueOf(name), value));
    return sorted;
  }

  private static boolean isValue(Object value) {
    return value instanceof String
        || value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Charset
        || value.getClass() == InetSocketAddress.class
        || (value instanceof InetAddress && value.getClass().getClassLoader() == null);
  }

  private boolean isLibrarys(Class<?> type) {
    return type.getClassLoader() == library && type.getName().startsWith("org.apache.hc.");
  }
}
