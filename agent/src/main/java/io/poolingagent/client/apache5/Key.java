package io.poolingagent.client.apache5;

import io.poolingagent.client.Members;
import io.poolingagent.client.SameClass;
import io.poolingagent.pool.KeyParts;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.jspecify.annotations.Nullable;

/**
 * Everything of a client's connection manager that takes part in establishing or trusting a
 * connection. What is not here (interceptors, cookies, credentials, redirects, retries, request
 * configuration) acts per request. Route, proxy, local address and unix socket are the route's, and
 * compared for each connection; the user of a proxy's tunnel likewise.
 */
final class Key {
  /** What a manager holds beside its configuration. */
  private static final Set<String> NO_CONFIGURATION =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  "pool",
                  "closed",
                  "log",
                  "lock",
                  "id", // of both
                  "conn",
                  "route",
                  "state",
                  "created",
                  "updated",
                  "expiry",
                  "leased", // of one
                  "validateAfterInactivity", // ours are validated before each use
                  "defaultDisposal",
                  "offLockDisposer"))); // how sockets are closed

  private static final SameClass POOLING = new SameClass(PoolingHttpClientConnectionManager.class);
  private static final SameClass BASIC = new SameClass(BasicHttpClientConnectionManager.class);

  private Key() {}

  /** Whether a manager is of the kind that keeps many connections. */
  static boolean isPooling(HttpClientConnectionManager manager) {
    return POOLING.is(manager);
  }

  /** The part of a manager that nobody knows how to compare, null if there is none. */
  static @Nullable Class<?> unknownType(HttpClientConnectionManager manager) throws Throwable {
    if (!isPooling(manager) && !BASIC.is(manager)) {
      return manager.getClass();
    }
    Object operator = operator(manager);
    if (operator.getClass() != DefaultHttpClientConnectionOperator.class) {
      return operator.getClass();
    }
    Parts parts = parts(manager);
    Object factory = parts.get(manager, parts.factory);
    return factory.getClass() == ManagedHttpClientConnectionFactory.class
        ? null
        : factory.getClass();
  }

  /** What opens a manager's connections. */
  static Object operator(HttpClientConnectionManager manager) throws Throwable {
    Parts parts = parts(manager);
    return parts.get(manager, parts.operator);
  }

  private static Parts parts(HttpClientConnectionManager manager) {
    return isPooling(manager) ? Parts.OF_POOLING : Parts.OF_BASIC;
  }

  /** Tells the parts of what a manager is configured to at this moment. */
  static void describe(
      KeyParts key, HttpClientConnectionManager manager, Structure structure, Internals internals)
      throws Throwable {
    boolean pooling = isPooling(manager);
    key.value("kind", pooling);
    Parts parts = parts(manager);
    for (int i = 0; i < parts.names.length; i++) {
      structure.add(key, parts.names[i], parts.get(manager, i));
    }
    if (pooling) {
      structure.add(key, "timeToLive", internals.timeToLiveOfPool(manager));
    }
  }

  /** The configuration that a kind of manager holds. */
  private static final class Parts {
    static final Parts OF_POOLING = new Parts(PoolingHttpClientConnectionManager.class);
    static final Parts OF_BASIC = new Parts(BasicHttpClientConnectionManager.class);

    final String[] names;
    final int operator;
    final int factory;
    private final MethodHandle[] getters;

    Parts(Class<?> type) {
      names =
          Arrays.stream(type.getDeclaredFields())
              .filter(field -> !Modifier.isStatic(field.getModifiers()))
              .map(Field::getName)
              .filter(name -> !NO_CONFIGURATION.contains(name))
              .toArray(String[]::new);
      operator = Arrays.asList(names).indexOf("connectionOperator");
      factory = Arrays.asList(names).indexOf("connFactory");
      getters = new MethodHandle[names.length];
      for (int i = 0; i < names.length; i++) {
        try {
          getters[i] = Members.getter(type, names[i]);
        } catch (ReflectiveOperationException impossible) {
          throw new IllegalStateException(impossible);
        }
      }
    }

    Object get(Object manager, int index) throws Throwable {
      return (Object) getters[index].invokeExact(manager);
    }
  }
}
