package io.poolingagent.client.apache4.legacy;

import io.poolingagent.client.Members;
import java.lang.invoke.MethodHandle;
import org.apache.http.conn.ClientConnectionOperator;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.conn.DefaultClientConnectionOperator;
import org.jspecify.annotations.Nullable;

/** One of the library's own classes of connection managers. */
@SuppressWarnings("deprecation") // this API is why the class exists
final class ManagerKind {
  private final Class<?> type;
  private final MethodHandle operator;
  private final @Nullable MethodHandle maxPerRoute;
  private final @Nullable MethodHandle maxTotal;
  private final @Nullable String misuse;

  /** A manager that has one connection and refuses to lend it twice. */
  static ManagerKind single(Class<?> type) throws ReflectiveOperationException {
    return new ManagerKind(
        type,
        Members.getter(type, "connOperator"),
        null,
        null,
        (String) type.getField("MISUSE_MESSAGE").get(null));
  }

  /** A manager with a pool. Up to 4.0 its limits are not to be seen from outside. */
  static ManagerKind pooling(Class<?> type, String operator, String maxPerRoute)
      throws ReflectiveOperationException {
    boolean tells = hasMethod(type, "getMaxTotal");
    return new ManagerKind(
        type,
        Members.getter(type, operator),
        tells ? Members.method(type, maxPerRoute, HttpRoute.class) : null,
        tells ? Members.method(type, "getMaxTotal") : null,
        null);
  }

  private static boolean hasMethod(Class<?> type, String name) {
    try {
      return type.getMethod(name) != null;
    } catch (NoSuchMethodException absent) {
      return false;
    }
  }

  private ManagerKind(
      Class<?> type,
      MethodHandle operator,
      @Nullable MethodHandle maxPerRoute,
      @Nullable MethodHandle maxTotal,
      @Nullable String misuse) {
    this.type = type;
    this.operator = operator;
    this.maxPerRoute = maxPerRoute;
    this.maxTotal = maxTotal;
    this.misuse = misuse;
  }

  boolean is(Object manager) {
    return manager.getClass() == type;
  }

  /** What it says when its one connection is asked for twice; null if it has a pool. */
  @Nullable String misuse() {
    return misuse;
  }

  /** What opens its connections; null if that is none of the library's own. */
  @Nullable ClientConnectionOperator operator(Object manager) {
    try {
      Object found = (Object) operator.invokeExact(manager);
      return found != null && found.getClass() == DefaultClientConnectionOperator.class
          ? (ClientConnectionOperator) found
          : null;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  int maxPerRoute(Object manager, HttpRoute route) {
    try {
      return maxPerRoute == null
          ? Integer.MAX_VALUE
          : (int) maxPerRoute.invokeExact(manager, (Object) route);
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  int maxTotal(Object manager) {
    try {
      return maxTotal == null ? Integer.MAX_VALUE : (int) maxTotal.invokeExact(manager);
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
