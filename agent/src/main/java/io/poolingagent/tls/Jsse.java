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

    private State(Jsse jsse, Object implementation) throws ReflectiveOperationException {
      this.implementation = implementation;
      this.keys = require(jsse.contextKeys, implementation);
      this.trust = require(jsse.contextTrust, implementation);
      this.random = (SecureRandom) require(jsse.contextRandom, implementation);
      this.sessions = (SSLSessionContext) require(jsse.contextSessions, implementation);
      this.stapling = read(jsse.contextStapling, implementation);
    }

    private boolean isSame(State other) {
      return keys == other.keys && trust == other.trust && random == other.random;
    }
  }

  final Class<?> trustType = type("X509TrustManagerImpl");
  final Class<?> keysType = type("SunX509KeyManagerImpl");
  final MethodHandle validator = getter(trustType, "validatorType");
  final MethodHandle anchors = getter(trustType, "trustedCerts");
  final MethodHandle parameters = getter(trustType, "pkixParams");
  final MethodHandle credentials = getter(keysType, "credentialsMap");

  /** Since 26: whether it leaves out to check its own certificates. */
  final @Nullable MethodHandle unchecked = getterIfAny(keysType, "checksDisabled");

  private final Class<?> contextType = type("SSLContextImpl");
  private final Class<?> factoryType = type("SSLSocketFactoryImpl");
  private final Class<?> trustWrapperType = type("AbstractTrustManagerWrapper");
  private final Class<?> keysWrapperType = type("AbstractKeyManagerWrapper");
  private final MethodHandle implementation = getter(SSLContext.class, "contextSpi");
  private final MethodHandle contextOfFactory = getter(factoryType, "context");
  private final MethodHandle initialized = getter(contextType, "isInitialized");
  private final MethodHandle contextKeys = getter(contextType, "keyManager");
  private final MethodHandle contextTrust = getter(contextType, "trustManager");
  private final MethodHandle contextRandom = getter(contextType, "secureRandom");
  private final MethodHandle contextSessions = getter(contextType, "clientCache");
  private final @Nullable MethodHandle contextStapling =
      getterIfAny(contextType, "clientEnableStapling");
  private final MethodHandle wrappedTrust = getter(trustWrapperType, "tm");
  private final MethodHandle wrappedKeys = getter(keysWrapperType, "km");

  private Jsse() throws ReflectiveOperationException {
    requireNoMoreState(trustType, TRUST_STATE);
    requireNoMoreState(keysType, KEYS_STATE);
  }

  /** The JDK's implementation; null where it is another one, or shut. */
  static @Nullable Jsse instance() {
    return Holder.INSTANCE;
  }

  /** The state of a context, also behind a factory; null if it is neither, or not ready. */
  @Nullable State state(Object object) throws ReflectiveOperationException {
    Class<?> type = object.getClass();
    boolean factory = type == factoryType;
    if (!factory && type != SSLContext.class) {
      return null;
    }
    try {
      Object context =
          factory ? contextOfFactory.invokeExact(object) : implementation.invokeExact(object);
      if (!contextType.isInstance(context) || !Boolean.TRUE.equals(read(initialized, context))) {
        return null;
      }
      State state = new State(this, context);
      // Another thread may be initialising it anew: what was read must have been there together.
      return Boolean.TRUE.equals(read(initialized, context))
              && state.isSame(new State(this, context))
          ? state
          : null;
    } catch (Throwable unexpected) {
      throw new ReflectiveOperationException(unexpected);
    }
  }

  /** The application's manager in a wrapper of the JDK's; null if this is none. */
  @Nullable Object wrapped(Object manager) throws ReflectiveOperationException {
    Class<?> type = manager.getClass();
    return type == trustWrapperType
        ? read(wrappedTrust, manager)
        : type == keysWrapperType ? read(wrappedKeys, manager) : null;
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

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(PACKAGE + name, false, null);
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
