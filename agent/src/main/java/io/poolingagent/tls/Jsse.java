package io.poolingagent.tls;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/**
 * Looks into the JDK's own TLS implementation ({@code sun.security.ssl}, one shape from OpenJDK 8
 * to 26), whose objects tell nobody what they were made of. A JVM that lacks one of the fields, or
 * whose managers have more state than is known here, is not looked into, and there contexts are
 * equal to themselves only.
 *
 * <p>Looking into a context as it is, rather than recording what its {@code init} was called with,
 * costs nothing when contexts are made, sees those from before the agent or while it was disabled,
 * and cannot miss a second {@code init}.
 */
final class Jsse {
  private static final String PACKAGE = "sun.security.ssl.";
  private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

  /** All state of a trust manager; the validators are built from the rest. */
  private static final Set<String> TRUST_STATE =
      names(
          "validatorType",
          "trustedCerts",
          "pkixParams",
          "clientValidator",
          "serverValidator",
          "validatorLock");

  /** All state of a key manager; the cache is built from the rest. */
  private static final Set<String> KEYS_STATE =
      names("credentialsMap", "serverAliasCache", "checksDisabled");

  /** What decides over the connections of a context, read at one moment. */
  static final class State {
    final Object implementation;
    final Object keys;
    final Object trust;
    final SecureRandom random;
    final SSLSessionContext sessions;

    /** Whether it asks servers for a stapled OCSP answer. */
    final @Nullable Object stapling;

    private State(Object implementation) throws ReflectiveOperationException {
      this.implementation = implementation;
      this.keys = require(Fields.CONTEXT_KEYS, implementation);
      this.trust = require(Fields.CONTEXT_TRUST, implementation);
      this.random = (SecureRandom) require(Fields.CONTEXT_RANDOM, implementation);
      this.sessions = (SSLSessionContext) require(Fields.CONTEXT_SESSIONS, implementation);
      this.stapling = read(Fields.CONTEXT_STAPLING, implementation);
    }

    private boolean isSame(State other) {
      return keys == other.keys && trust == other.trust && random == other.random;
    }
  }

  /**
   * Static, for only then they are constants to the JIT, and reading costs as little as in Java.
   */
  static final class Fields {
    static final Class<?> TRUST = type("X509TrustManagerImpl");
    static final Class<?> KEYS = type("SunX509KeyManagerImpl");
    static final MethodHandle VALIDATOR = field(TRUST, "validatorType");
    static final MethodHandle ANCHORS = field(TRUST, "trustedCerts");
    static final MethodHandle PARAMETERS = field(TRUST, "pkixParams");
    static final MethodHandle CREDENTIALS = field(KEYS, "credentialsMap");

    /** Since 26: whether it leaves out to check its own certificates. */
    static final @Nullable MethodHandle UNCHECKED = fieldIfAny(KEYS, "checksDisabled");

    private static final Class<?> CONTEXT = type("SSLContextImpl");
    private static final Class<?> FACTORY = type("SSLSocketFactoryImpl");
    private static final Class<?> TRUST_WRAPPER = type("AbstractTrustManagerWrapper");
    private static final Class<?> KEYS_WRAPPER = type("AbstractKeyManagerWrapper");
    private static final MethodHandle IMPLEMENTATION = field(SSLContext.class, "contextSpi");
    private static final MethodHandle CONTEXT_OF_FACTORY = field(FACTORY, "context");
    private static final MethodHandle INITIALIZED = field(CONTEXT, "isInitialized");
    private static final MethodHandle CONTEXT_KEYS = field(CONTEXT, "keyManager");
    private static final MethodHandle CONTEXT_TRUST = field(CONTEXT, "trustManager");
    private static final MethodHandle CONTEXT_RANDOM = field(CONTEXT, "secureRandom");
    private static final MethodHandle CONTEXT_SESSIONS = field(CONTEXT, "clientCache");
    private static final @Nullable MethodHandle CONTEXT_STAPLING =
        fieldIfAny(CONTEXT, "clientEnableStapling");
    private static final MethodHandle WRAPPED_TRUST = field(TRUST_WRAPPER, "tm");
    private static final MethodHandle WRAPPED_KEYS = field(KEYS_WRAPPER, "km");

    private Fields() {}

    private static Class<?> type(String name) {
      try {
        return Class.forName(PACKAGE + name, false, null);
      } catch (ClassNotFoundException another) {
        throw new IllegalStateException(another);
      }
    }

    private static MethodHandle field(Class<?> type, String name) {
      try {
        return getter(type, name);
      } catch (ReflectiveOperationException another) {
        throw new IllegalStateException(another);
      }
    }

    private static @Nullable MethodHandle fieldIfAny(Class<?> type, String name) {
      try {
        return getterIfAny(type, name);
      } catch (IllegalAccessException shut) {
        throw new IllegalStateException(shut);
      }
    }
  }

  private Jsse() throws ReflectiveOperationException {
    requireNoMoreState(Fields.TRUST, TRUST_STATE);
    requireNoMoreState(Fields.KEYS, KEYS_STATE);
  }

  /** The JDK's implementation; null where it is another one, or shut. */
  static @Nullable Jsse instance() {
    return Holder.INSTANCE;
  }

  /** The state of a context, also behind a factory; null if it is neither, or not ready. */
  @Nullable State state(Object object) throws ReflectiveOperationException {
    Class<?> type = object.getClass();
    boolean factory = type == Fields.FACTORY;
    if (!factory && type != SSLContext.class) {
      return null;
    }
    try {
      Object context =
          factory
              ? Fields.CONTEXT_OF_FACTORY.invokeExact(object)
              : Fields.IMPLEMENTATION.invokeExact(object);
      if (!Fields.CONTEXT.isInstance(context)
          || !Boolean.TRUE.equals(read(Fields.INITIALIZED, context))) {
        return null;
      }
      State state = new State(context);
      // Another thread may be initialising it anew: what was read must have been there together.
      return Boolean.TRUE.equals(read(Fields.INITIALIZED, context))
              && state.isSame(new State(context))
          ? state
          : null;
    } catch (Throwable unexpected) {
      throw new ReflectiveOperationException(unexpected);
    }
  }

  /** The application's manager in a wrapper of the JDK's; null if this is none. */
  @Nullable Object wrapped(Object manager) throws ReflectiveOperationException {
    Class<?> type = manager.getClass();
    return type == Fields.TRUST_WRAPPER
        ? read(Fields.WRAPPED_TRUST, manager)
        : type == Fields.KEYS_WRAPPER ? read(Fields.WRAPPED_KEYS, manager) : null;
  }

  /** What a getter of this class answers; null without getter. */
  static @Nullable Object read(@Nullable MethodHandle getter, Object object)
      throws ReflectiveOperationException {
    try {
      return getter == null ? null : getter.invokeExact(object);
    } catch (Throwable unexpected) {
      throw new ReflectiveOperationException(unexpected);
    }
  }

  /** What a getter of this class answers. */
  static Object require(MethodHandle getter, Object object) throws ReflectiveOperationException {
    Object value = read(getter, object);
    if (value == null) {
      throw new NoSuchFieldException("null in " + object.getClass().getName());
    }
    return value;
  }

  static MethodHandle getter(Class<?> type, String name) throws ReflectiveOperationException {
    MethodHandle getter = getterIfAny(type, name);
    if (getter == null) {
      throw new NoSuchFieldException(type.getName() + "." + name);
    }
    return getter;
  }

  private static @Nullable MethodHandle getterIfAny(Class<?> type, String name)
      throws IllegalAccessException {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (field.getName().equals(name) && !Modifier.isStatic(field.getModifiers())) {
          AccessibleObject access = field;
          access.setAccessible(true);
          return MethodHandles.lookup().unreflectGetter(field).asType(GETTER);
        }
      }
    }
    return null;
  }

  private static void requireNoMoreState(Class<?> type, Set<String> known)
      throws NoSuchFieldException {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !known.contains(field.getName())) {
          throw new NoSuchFieldException("unknown: " + field);
        }
      }
    }
  }

  private static Set<String> names(String... names) {
    return Collections.unmodifiableSet(new HashSet<>(Arrays.asList(names)));
  }

  /** Looked up when the first object is asked about, by when the packages are open. */
  private static final class Holder {
    static final @Nullable Jsse INSTANCE = ofThisJvm();

    private static @Nullable Jsse ofThisJvm() {
      try {
        return new Jsse();
      } catch (ReflectiveOperationException | RuntimeException | LinkageError another) {
        return null;
      }
    }
  }
}
