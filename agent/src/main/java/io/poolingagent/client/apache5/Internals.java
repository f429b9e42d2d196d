package io.poolingagent.client.apache5;

import io.poolingagent.client.Members;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * What is not the library's API, or not in all of its versions. Initialising this class fails where
 * one of them is missing; the adapter then leaves every client alone. Constant handles, which the
 * JIT compiles to what they stand for: there is one of this class for each copy of the library.
 */
final class Internals {
  private static final String HTTP = "org.apache.hc.client5.http.";

  private static final ClassLoader LIBRARY;
  private static final MethodHandle IN_BUFFER;
  private static final @Nullable MethodHandle BIND_TLS;
  private static final Class<?> CHAIN_ELEMENT;
  private static final MethodHandle HANDLER;
  private static final MethodHandle NEXT;
  private static final Class<?> MAIN_EXEC;
  private static final MethodHandle REUSE_STRATEGY;
  private static final MethodHandle POOLING_SOCKET;
  private static final @Nullable MethodHandle POOLING_CONNECTION;
  private static final MethodHandle BASIC_SOCKET;
  private static final @Nullable MethodHandle BASIC_CONNECTION;
  private static final @Nullable MethodHandle TIME_TO_LIVE;
  private static final @Nullable MethodHandle IDLE_TIMEOUT;
  private static final @Nullable MethodHandle SOCKET_TIMEOUT;
  private static final MethodHandle SO_TIMEOUT;
  private static final boolean READS_WITH_CONNECT_TIMEOUT;
  private static final MethodHandle POOL;
  private static final MethodHandle NEW_MANAGER;

  private static final ClassValue<MethodHandle> POOL_TIME_TO_LIVE =
      new ClassValue<MethodHandle>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
          try {
            return Members.getter(type, "timeToLive");
          } catch (ReflectiveOperationException none) {
            return MethodHandles.dropArguments(
                MethodHandles.constant(Object.class, null), 0, Object.class);
          }
        }
      };

  static {
    try {
      LIBRARY = loader();
      IN_BUFFER = Members.getter(DefaultBHttpClientConnection.class, "inBuffer");
      BIND_TLS =
          Members.methodIfAny(
              ManagedHttpClientConnection.class, "bind", SSLSocket.class, Socket.class);
      CHAIN_ELEMENT = type(HTTP + "impl.classic.ExecChainElement");
      HANDLER = Members.getter(CHAIN_ELEMENT, "handler");
      NEXT = Members.getter(CHAIN_ELEMENT, "next");
      MAIN_EXEC = type(HTTP + "impl.classic.MainClientExec");
      REUSE_STRATEGY = Members.getter(MAIN_EXEC, "reuseStrategy");
      Class<?> poolingType = type(HTTP + "impl.io.PoolingHttpClientConnectionManager");
      Class<?> basicType = type(HTTP + "impl.io.BasicHttpClientConnectionManager");
      MethodHandle resolvesSocket =
          Members.methodIfAny(poolingType, "resolveSocketConfig", HttpRoute.class);
      POOLING_SOCKET =
          resolvesSocket != null
              ? resolvesSocket
              : ignoringRoute(Members.getter(poolingType, "defaultSocketConfig"));
      POOLING_CONNECTION =
          Members.methodIfAny(poolingType, "resolveConnectionConfig", HttpRoute.class);
      BASIC_SOCKET = ignoringRoute(Members.method(basicType, "getSocketConfig"));
      MethodHandle basicConnection = Members.methodIfAny(basicType, "getConnectionConfig");
      BASIC_CONNECTION = basicConnection == null ? null : ignoringRoute(basicConnection);
      POOL = Members.getter(poolingType, "pool");
      NEW_MANAGER =
          Members.constructor(
              poolingType,
              HttpClientConnectionOperator.class,
              PoolConcurrencyPolicy.class,
              PoolReusePolicy.class,
              TimeValue.class,
              HttpConnectionFactory.class);
      Class<?> connectionConfig =
          Members.optional(HttpRoute.class, HTTP + "config.ConnectionConfig");
      TIME_TO_LIVE =
          connectionConfig == null ? null : Members.methodIfAny(connectionConfig, "getTimeToLive");
      IDLE_TIMEOUT =
          connectionConfig == null ? null : Members.methodIfAny(connectionConfig, "getIdleTimeout");
      SOCKET_TIMEOUT =
          connectionConfig == null
              ? null
              : Members.methodIfAny(connectionConfig, "getSocketTimeout");
      SO_TIMEOUT = Members.method(SocketConfig.class, "getSoTimeout");
      // 5.1 mended that, and took the logger out of the instances; nothing else tells the two
      // apart.
      READS_WITH_CONNECT_TIMEOUT =
          Members.has(type(HTTP + "ssl.SSLConnectionSocketFactory"), "log");
    } catch (ReflectiveOperationException unknown) {
      throw new ExceptionInInitializerError(unknown);
    }
  }

  /** The loader of the library's classes. */
  ClassLoader library() {
    return LIBRARY;
  }

  private static ClassLoader loader() {
    ClassLoader loader = HttpRoute.class.getClassLoader();
    return loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  /** How many bytes the LIBRARY has read that nobody has asked for. */
  int buffered(ManagedHttpClientConnection connection) {
    try {
      return ((SessionInputBufferImpl) (Object) IN_BUFFER.invokeExact((Object) connection))
          .length();
    } catch (Throwable impossible) {
      return 1;
    }
  }

  /** Since 5.4 a connection learns of both sockets; this tells it. */
  void bind(ManagedHttpClientConnection connection, SSLSocket tls, Socket tcp) throws Throwable {
    if (BIND_TLS == null) {
      connection.bind(tls);
    } else {
      BIND_TLS.invoke(connection, tls, tcp);
    }
  }

  /** What decides at the end of a client's chain whether connections are kept; null if unknown. */
  @Nullable Object reuseStrategy(@Nullable Object chain) throws Throwable {
    for (Object at = chain; CHAIN_ELEMENT.isInstance(at); at = (Object) NEXT.invokeExact(at)) {
      Object handles = (Object) HANDLER.invokeExact(at);
      if (MAIN_EXEC.isInstance(handles)) {
        return (Object) REUSE_STRATEGY.invokeExact(handles);
      }
    }
    return null;
  }

  /** The socket timeout of a connection that this manager has just opened, null for none. */
  @Nullable Timeout socketTimeout(HttpClientConnectionManager manager, HttpRoute route)
      throws Throwable {
    Object connection = connectionConfig(manager, route);
    if (connection != null && SOCKET_TIMEOUT != null) {
      Timeout timeout = (Timeout) (Object) SOCKET_TIMEOUT.invokeExact(connection);
      if (timeout != null) {
        return timeout;
      }
    }
    Object socket =
        Key.isPooling(manager)
            ? (Object) POOLING_SOCKET.invokeExact((Object) manager, (Object) route)
            : (Object) BASIC_SOCKET.invokeExact((Object) manager, (Object) route);
    return (Timeout)
        (Object) SO_TIMEOUT.invokeExact(socket == null ? (Object) SocketConfig.DEFAULT : socket);
  }

  /**
   * Whether a read on a TLS connection that has no timeout waits as long as connecting did: 5.0.
   */
  boolean readsWithConnectTimeout() {
    return READS_WITH_CONNECT_TIMEOUT;
  }

  private @Nullable Object connectionConfig(HttpClientConnectionManager manager, HttpRoute route)
      throws Throwable {
    if (Key.isPooling(manager)) {
      return POOLING_CONNECTION == null
          ? null
          : (Object) POOLING_CONNECTION.invokeExact((Object) manager, (Object) route);
    }
    return BASIC_CONNECTION == null
        ? null
        : (Object) BASIC_CONNECTION.invokeExact((Object) manager, (Object) route);
  }

  /** For how long a connection may be used after it was opened, null for ever. */
  @Nullable TimeValue timeToLive(HttpClientConnectionManager manager, HttpRoute route)
      throws Throwable {
    Object connection = TIME_TO_LIVE == null ? null : connectionConfig(manager, route);
    return connection == null || TIME_TO_LIVE == null
        ? null
        : (TimeValue) (Object) TIME_TO_LIVE.invokeExact(connection);
  }

  /** For how long a connection may be idle, null for ever. */
  @Nullable TimeValue idleTimeout(HttpClientConnectionManager manager, HttpRoute route)
      throws Throwable {
    Object connection = IDLE_TIMEOUT == null ? null : connectionConfig(manager, route);
    return connection == null || IDLE_TIMEOUT == null
        ? null
        : (TimeValue) (Object) IDLE_TIMEOUT.invokeExact(connection);
  }

  /** The same as an early constructor was told, null for ever. */
  @Nullable TimeValue timeToLiveOfPool(HttpClientConnectionManager manager) throws Throwable {
    Object nativePool = (Object) POOL.invokeExact((Object) manager);
    MethodHandle tells = POOL_TIME_TO_LIVE.get(nativePool.getClass());
    return (TimeValue) (Object) tells.invokeExact(nativePool);
  }

  /** A manager that opens its connections by this operator, and is told nothing else. */
  HttpClientConnectionManager newManager(Object operator) throws Throwable {
    return (HttpClientConnectionManager)
        (Object)
            NEW_MANAGER.invokeExact(
                operator,
                (Object) null,
                (Object) null,
                (Object) TimeValue.NEG_ONE_MILLISECOND,
                (Object) null);
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, false, LIBRARY);
  }

  private static MethodHandle ignoringRoute(MethodHandle getter) {
    return MethodHandles.dropArguments(getter, 1, Object.class);
  }
}
