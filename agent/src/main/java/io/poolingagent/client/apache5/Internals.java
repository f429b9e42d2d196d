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

/** What is not the library's API, or not in all of its versions. Handles, looked up once. */
final class Internals {
  private static final String HTTP = "org.apache.hc.client5.http.";

  private final ClassLoader library;
  private final MethodHandle inBuffer;
  private final @Nullable MethodHandle bindTls;
  private final Class<?> chainElement;
  private final MethodHandle handler;
  private final MethodHandle next;
  private final Class<?> mainExec;
  private final MethodHandle reuseStrategy;
  private final Settings pooling;
  private final Settings basic;
  private final @Nullable MethodHandle timeToLive;
  private final @Nullable MethodHandle idleTimeout;
  private final @Nullable MethodHandle socketTimeout;
  private final MethodHandle soTimeout;
  private final boolean readsWithConnectTimeout;
  private final MethodHandle pool;
  private final MethodHandle newManager;

  private final ClassValue<MethodHandle> poolTimeToLive =
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

  /** How a kind of manager tells the configuration of a connection. */
  private static final class Settings {
    final @Nullable MethodHandle socket;
    final @Nullable MethodHandle connection;

    Settings(@Nullable MethodHandle socket, @Nullable MethodHandle connection) {
      this.socket = socket;
      this.connection = connection;
    }
  }

  Internals() throws ReflectiveOperationException {
    library = loader();
    inBuffer = Members.getter(DefaultBHttpClientConnection.class, "inBuffer");
    bindTls =
        Members.methodIfAny(
            ManagedHttpClientConnection.class, "bind", SSLSocket.class, Socket.class);
    chainElement = type(HTTP + "impl.classic.ExecChainElement");
    handler = Members.getter(chainElement, "handler");
    next = Members.getter(chainElement, "next");
    mainExec = type(HTTP + "impl.classic.MainClientExec");
    reuseStrategy = Members.getter(mainExec, "reuseStrategy");
    Class<?> poolingType = type(HTTP + "impl.io.PoolingHttpClientConnectionManager");
    Class<?> basicType = type(HTTP + "impl.io.BasicHttpClientConnectionManager");
    MethodHandle resolvesSocket =
        Members.methodIfAny(poolingType, "resolveSocketConfig", HttpRoute.class);
    pooling =
        new Settings(
            resolvesSocket != null
                ? resolvesSocket
                : ignoringRoute(Members.getter(poolingType, "defaultSocketConfig")),
            Members.methodIfAny(poolingType, "resolveConnectionConfig", HttpRoute.class));
    MethodHandle basicConnection = Members.methodIfAny(basicType, "getConnectionConfig");
    basic =
        new Settings(
            ignoringRoute(Members.method(basicType, "getSocketConfig")),
            basicConnection == null ? null : ignoringRoute(basicConnection));
    pool = Members.getter(poolingType, "pool");
    newManager =
        Members.constructor(
            poolingType,
            HttpClientConnectionOperator.class,
            PoolConcurrencyPolicy.class,
            PoolReusePolicy.class,
            TimeValue.class,
            HttpConnectionFactory.class);
    Class<?> connectionConfig = Members.optional(HttpRoute.class, HTTP + "config.ConnectionConfig");
    timeToLive =
        connectionConfig == null ? null : Members.methodIfAny(connectionConfig, "getTimeToLive");
    idleTimeout =
        connectionConfig == null ? null : Members.methodIfAny(connectionConfig, "getIdleTimeout");
    socketTimeout =
        connectionConfig == null ? null : Members.methodIfAny(connectionConfig, "getSocketTimeout");
    soTimeout = Members.method(SocketConfig.class, "getSoTimeout");
    // 5.1 mended that, and took the logger out of the instances; nothing else tells the two apart.
    readsWithConnectTimeout = Members.has(type(HTTP + "ssl.SSLConnectionSocketFactory"), "log");
  }

  /** The loader of the library's classes. */
  ClassLoader library() {
    return library;
  }

  private static ClassLoader loader() {
    ClassLoader loader = HttpRoute.class.getClassLoader();
    return loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  /** How many bytes the library has read that nobody has asked for. */
  int buffered(ManagedHttpClientConnection connection) {
    try {
      return ((SessionInputBufferImpl) (Object) inBuffer.invokeExact((Object) connection)).length();
    } catch (Throwable impossible) {
      return 1;
    }
  }

  /** Since 5.4 a connection learns of both sockets; this tells it. */
  void bind(ManagedHttpClientConnection connection, SSLSocket tls, Socket tcp) throws Throwable {
    if (bindTls == null) {
      connection.bind(tls);
    } else {
      bindTls.invoke(connection, tls, tcp);
    }
  }

  /** What decides at the end of a client's chain whether connections are kept; null if unknown. */
  @Nullable Object reuseStrategy(@Nullable Object chain) throws Throwable {
    for (Object at = chain; chainElement.isInstance(at); at = (Object) next.invokeExact(at)) {
      Object handles = (Object) handler.invokeExact(at);
      if (mainExec.isInstance(handles)) {
        return (Object) reuseStrategy.invokeExact(handles);
      }
    }
    return null;
  }

  /** The socket timeout of a connection that this manager has just opened, null for none. */
  @Nullable Timeout socketTimeout(HttpClientConnectionManager manager, HttpRoute route)
      throws Throwable {
    Object connection = connectionConfig(manager, route);
    if (connection != null && socketTimeout != null) {
      Timeout timeout = (Timeout) (Object) socketTimeout.invokeExact(connection);
      if (timeout != null) {
        return timeout;
      }
    }
    MethodHandle tells = settings(manager).socket;
    Object socket =
        tells == null ? null : (Object) tells.invokeExact((Object) manager, (Object) route);
    return (Timeout)
        (Object) soTimeout.invokeExact(socket == null ? (Object) SocketConfig.DEFAULT : socket);
  }

  /**
   * Whether a read on a TLS connection that has no timeout waits as long as connecting did: 5.0.
   */
  boolean readsWithConnectTimeout() {
    return readsWithConnectTimeout;
  }

  private @Nullable Object connectionConfig(HttpClientConnectionManager manager, HttpRoute route)
      throws Throwable {
    MethodHandle tells = settings(manager).connection;
    return tells == null ? null : (Object) tells.invokeExact((Object) manager, (Object) route);
  }

  private Settings settings(HttpClientConnectionManager manager) {
    return Key.isPooling(manager) ? pooling : basic;
  }

  /** For how long a connection may be used after it was opened, null for ever. */
  @Nullable TimeValue timeToLive(HttpClientConnectionManager manager, HttpRoute route)
      throws Throwable {
    Object connection = timeToLive == null ? null : connectionConfig(manager, route);
    return connection == null || timeToLive == null
        ? null
        : (TimeValue) (Object) timeToLive.invokeExact(connection);
  }

  /** For how long a connection may be idle, null for ever. */
  @Nullable TimeValue idleTimeout(HttpClientConnectionManager manager, HttpRoute route)
      throws Throwable {
    Object connection = idleTimeout == null ? null : connectionConfig(manager, route);
    return connection == null || idleTimeout == null
        ? null
        : (TimeValue) (Object) idleTimeout.invokeExact(connection);
  }

  /** The same as an early constructor was told, null for ever. */
  @Nullable TimeValue timeToLiveOfPool(HttpClientConnectionManager manager) throws Throwable {
    Object nativePool = (Object) pool.invokeExact((Object) manager);
    MethodHandle tells = poolTimeToLive.get(nativePool.getClass());
    return (TimeValue) (Object) tells.invokeExact(nativePool);
  }

  /** A manager that opens its connections by this operator, and is told nothing else. */
  HttpClientConnectionManager newManager(Object operator) throws Throwable {
    return (HttpClientConnectionManager)
        (Object)
            newManager.invokeExact(
                operator,
                (Object) null,
                (Object) null,
                (Object) TimeValue.NEG_ONE_MILLISECOND,
                (Object) null);
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, false, library);
  }

  private static MethodHandle ignoringRoute(MethodHandle getter) {
    return MethodHandles.dropArguments(getter, 1, Object.class);
  }
}
