package io.poolingagent.client.apache5;

import io.poolingagent.client.Members;
import java.io.Closeable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.cookie.CookieStore;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.jspecify.annotations.Nullable;

/**
 * What a client is put together of: its constructor, that of its chain's elements and that of the
 * handler at the chain's end, each with what it is told for all clients alike; and the handlers
 * before that one. Found in a client of the library's; one that is made otherwise than all known
 * ones is refused. Immutable.
 */
final class ClientParts {
  private static final String CLASSIC = "org.apache.hc.client5.http.impl.classic.";

  /** The fields that are each client's own, and its manager's place in the last handler. */
  private static final Set<String> OWN =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  "connManager",
                  "connectionManager",
                  "execChain",
                  "cookieStore",
                  "credentialsProvider",
                  "defaultConfig",
                  "closeables")));

  private final MethodHandle client;
  private final MethodHandle element;
  private final MethodHandle last;

  /** From the last but one to the first. */
  private final Object[] handlers;

  private ClientParts(
      MethodHandle client, MethodHandle element, MethodHandle last, Object[] handlers) {
    this.client = client;
    this.element = element;
    this.last = last;
    this.handlers = handlers;
  }

  /**
   * Those of a client that the library has made.
   *
   * @param manager what it was made with
   * @throws ReflectiveOperationException if it is none that is known
   */
  static ClientParts of(Object made, HttpClientConnectionManager manager) throws Throwable {
    require(made, "InternalHttpClient");
    Object chain = get(made, "execChain");
    List<Object> handlers = new ArrayList<>();
    for (Object at = chain; at != null; at = getIfAny(at, "next")) {
      require(at, "ExecChainElement");
      handlers.add(0, get(at, "handler"));
    }
    Object end = handlers.remove(0);
    require(end, "MainClientExec");
    for (Object handler : handlers) {
      requireImmutable(handler.getClass());
    }
    ClientParts parts =
        new ClientParts(
            constructor(
                made,
                HttpClientConnectionManager.class,
                chain.getClass(),
                CookieStore.class,
                CredentialsProvider.class,
                RequestConfig.class,
                List.class),
            constructor(chain, ExecChainHandler.class, chain.getClass()),
            constructor(end, HttpClientConnectionManager.class),
            handlers.toArray());
    Object ours =
        parts.newClient(
            manager,
            manager,
            new BasicCookieStore(),
            new BasicCredentialsProvider(),
            RequestConfig.DEFAULT);
    requireSame(ours, made);
    requireSame(parts.last.invoke(manager), end);
    if (get(made, "cookieStore").getClass() != BasicCookieStore.class
        || get(made, "credentialsProvider").getClass() != BasicCredentialsProvider.class
        || get(made, "defaultConfig") != RequestConfig.DEFAULT) {
      throw new ReflectiveOperationException("other defaults");
    }
    return parts;
  }

  /**
   * A client of these parts and of what is its own.
   *
   * @param asked whom it asks for connections
   * @param closed what it closes
   */
  Object newClient(
      HttpClientConnectionManager asked,
      HttpClientConnectionManager closed,
      Object cookies,
      Object credentials,
      Object config)
      throws Throwable {
    Object end = (Object) last.invokeExact((Object) closed);
    Object chain = (Object) element.invokeExact(end, (Object) null);
    for (Object handler : handlers) {
      chain = (Object) element.invokeExact(handler, chain);
    }
    List<Closeable> closeables = new ArrayList<>(1);
    closeables.add(closed);
    return (Object)
        client.invokeExact(
            (Object) asked, chain, cookies, credentials, config, (Object) closeables);
  }

  private static void require(Object part, String type) throws ClassNotFoundException {
    if (!part.getClass().getName().equals(CLASSIC + type)) {
      throw new ClassNotFoundException(part.getClass() + " in place of " + type);
    }
  }

  private static void requireImmutable(Class<?> type) throws IllegalAccessException {
    for (Class<?> at = type; at != Object.class; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers())) {
          throw new IllegalAccessException(field + " may change");
        }
      }
    }
  }

  /** They must hold the same, but for what is their own and what their constructors make. */
  private static void requireSame(Object a, Object b) throws Throwable {
    for (Field field : b.getClass().getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) || OWN.contains(field.getName())) {
        continue;
      }
      Object ofA = getIfAny(a, field.getName());
      Object ofB = getIfAny(b, field.getName());
      boolean told = isParameter(b.getClass(), field.getType());
      if (told ? ofA != ofB : ofA == null || ofB == null || ofA.getClass() != ofB.getClass()) {
        throw new ReflectiveOperationException(field + " is not the same for all");
      }
    }
  }

  private static boolean isParameter(Class<?> type, Class<?> parameter) {
    return Arrays.asList(type.getDeclaredConstructors()[0].getParameterTypes()).contains(parameter);
  }

  /**
   * The only constructor of an object's class, with what that object was told bound to it, but for
   * parameters of these types.
   */
  private static MethodHandle constructor(Object made, Class<?>... open) throws Throwable {
    Constructor<?>[] constructors = made.getClass().getDeclaredConstructors();
    constructors[0].setAccessible(true);
    MethodHandle handle = MethodHandles.lookup().unreflectConstructor(constructors[0]);
    List<String> bound = new ArrayList<>();
    int at = 0;
    for (Class<?> parameter : constructors[0].getParameterTypes()) {
      if (Arrays.asList(open).contains(parameter)) {
        at++;
      } else {
        String field = field(made.getClass(), parameter, bound);
        bound.add(field);
        handle = MethodHandles.insertArguments(handle, at, get(made, field));
      }
    }
    if (constructors.length > 1 || !handle.type().parameterList().equals(Arrays.asList(open))) {
      throw new NoSuchMethodException(made.getClass() + " is made otherwise: " + handle);
    }
    return handle.asType(handle.type().generic());
  }

  /** The next field of this type: where there are two, parameters come in the fields' order. */
  private static String field(Class<?> owner, Class<?> type, List<String> bound)
      throws NoSuchFieldException {
    for (Field field : owner.getDeclaredFields()) {
      if (field.getType() == type && !bound.contains(field.getName())) {
        return field.getName();
      }
    }
    throw new NoSuchFieldException(owner + " keeps no " + type);
  }

  private static Object get(Object object, String field) throws Throwable {
    Object value = getIfAny(object, field);
    if (value == null) {
      throw new NoSuchFieldException("no " + field + " in " + object.getClass());
    }
    return value;
  }

  private static @Nullable Object getIfAny(Object object, String field) throws Throwable {
    return Members.getter(object.getClass(), field).invoke(object);
  }
}
