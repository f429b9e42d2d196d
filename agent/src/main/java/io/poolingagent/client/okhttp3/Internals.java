package io.poolingagent.client.okhttp3;

import io.poolingagent.client.Members;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SSLContext;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * The members of OkHttp that are not its API, under the names that they have in the version at
 * hand. Initialising this class fails where one that is needed is missing, and nothing is pooled.
 * Constant handles, which the JIT compiles to what they stand for: there is one of this class for
 * each copy of the library.
 *
 * <p>"Holder" is what holds a connection for a call: {@code StreamAllocation} up to 3.13, {@code
 * Transmitter} from 3.14 to 4.3, {@code RealCall} since.
 */
final class Internals {
  private static final MethodHandle NATIVE_POOL;
  private static final MethodHandle BECAME_IDLE;
  private static final MethodHandle NO_NEW_GETTER;
  private static final MethodHandle NO_NEW_SETTER;
  private static final MethodHandle CALLS;
  private static final MethodHandle RAW_SOCKET;
  private static final MethodHandle SOURCE;
  private static final @Nullable MethodHandle HOLDER_OF_CHAIN;
  private static final MethodHandle CONNECTION_OF_HOLDER;
  private static final @Nullable MethodHandle CALL_OF_CHAIN;
  private static final @Nullable MethodHandle PING_INTERVAL;
  private static final @Nullable MethodHandle ENGINE_REQUEST;
  private static final @Nullable MethodHandle ENGINE_HOLDER;
  private static final MethodHandle MAX_IDLE;
  private static final MethodHandle KEEP_ALIVE;
  private static final @Nullable MethodHandle POOL_LISTENER;
  private static final MethodHandle POOL_OF_HOLDER;
  private static final @Nullable MethodHandle CLIENT_OF_CALL;
  private static final MethodHandle TLS_OF_BUILDER;
  private static final @Nullable MethodHandle NEW_CONTEXT;
  private static final @Nullable MethodHandle LISTENER;
  private static final MethodHandle HTTP2_OF_CONNECTION;
  private static final MethodHandle OPEN_STREAMS;
  private static final Class<?> HOLDER;
  private static final @Nullable Class<?> CALL_TYPE;
  private static final boolean LOCKS_POOL;

  static {
    try {
      Class<?> connection =
          first("internal.connection.RealConnection", "internal.io.RealConnection");
      HOLDER =
          first(
              "internal.connection.Transmitter",
              "internal.connection.RealCall",
              "internal.connection.StreamAllocation",
              "internal.http.StreamAllocation");
      Class<?> pool = optional("internal.connection.RealConnectionPool");
      boolean delegates = pool != null;
      Class<?> poolType = pool == null ? ConnectionPool.class : pool;
      NATIVE_POOL =
          delegates
              ? Members.getter(ConnectionPool.class, "delegate")
              : MethodHandles.identity(Object.class);
      BECAME_IDLE = Members.method(poolType, "connectionBecameIdle", connection);
      MAX_IDLE = Members.getter(poolType, "maxIdleConnections");
      KEEP_ALIVE = Members.getter(poolType, "keepAliveDurationNs");
      POOL_LISTENER =
          Members.has(poolType, "connectionListener")
              ? Members.getter(poolType, "connectionListener")
              : null;
      NO_NEW_GETTER = Members.getter(connection, "noNewExchanges", "noNewStreams");
      NO_NEW_SETTER = Members.setter(connection, "noNewExchanges", "noNewStreams");
      CALLS = Members.getter(connection, "calls", "transmitters", "allocations");
      RAW_SOCKET = Members.getter(connection, "rawSocket");
      Class<?> buffered = optional("internal.connection.BufferedSocket");
      SOURCE =
          buffered == null
              ? Members.getter(connection, "source")
              : MethodHandles.filterReturnValue(
                  Members.getter(connection, "socket"), Members.method(buffered, "getSource"));
      CONNECTION_OF_HOLDER = Members.getter(HOLDER, "connection");
      POOL_OF_HOLDER = Members.getter(HOLDER, "connectionPool");
      Class<?> call = optional("internal.connection.RealCall");
      CALL_TYPE = call == null ? optional("RealCall") : call;
      CLIENT_OF_CALL = CALL_TYPE == null ? null : Members.getter(CALL_TYPE, "client");
      TLS_OF_BUILDER =
          Members.getter(OkHttpClient.Builder.class, "sslSocketFactory", "sslSocketFactoryOrNull");
      NEW_CONTEXT = newContextIfAny();
      // A lock of the pool's own guards its connections up to 4.3, the connection's own since.
      LOCKS_POOL = !HOLDER.getSimpleName().equals("RealCall");
      Class<?> chain = optional("internal.http.RealInterceptorChain");
      Class<?> engine = optional("internal.http.HttpEngine");
      if (chain != null) {
        HOLDER_OF_CHAIN =
            LOCKS_POOL
                ? anyMethod(chain, "streamAllocation", "transmitter")
                : Members.getter(chain, "call");
        CALL_OF_CHAIN = LOCKS_POOL ? Members.methodIfAny(chain, "call") : HOLDER_OF_CHAIN;
        ENGINE_REQUEST = null;
        ENGINE_HOLDER = null;
      } else if (engine != null) {
        HOLDER_OF_CHAIN = null;
        CALL_OF_CHAIN = null;
        ENGINE_REQUEST = Members.getter(engine, "networkRequest");
        ENGINE_HOLDER = Members.getter(engine, "streamAllocation");
      } else {
        throw new ClassNotFoundException("neither RealInterceptorChain nor HttpEngine");
      }
      Class<?> http2 = optional("internal.http2.Http2Connection");
      LISTENER = http2 == null ? null : Members.getter(http2, "listener");
      HTTP2_OF_CONNECTION = Members.getter(connection, "http2Connection", "framedConnection");
      OPEN_STREAMS =
          Members.method(
              http2 == null ? first("internal.framed.FramedConnection") : http2, "openStreamCount");
      PING_INTERVAL = Members.methodIfAny(OkHttpClient.class, "pingIntervalMillis");
    } catch (ReflectiveOperationException unknown) {
      throw new ExceptionInInitializerError(unknown);
    }
  }

  /** The pool that a call would use without the agent; null if that cannot be told. */
  @Nullable Object ownPool(@Nullable Call call) throws Throwable {
    OkHttpClient client = call == null ? null : client(call);
    return client == null ? null : nativePool(client.connectionPool());
  }

  /** The object that the engine uses of a pool. */
  Object nativePool(ConnectionPool pool) throws Throwable {
    return (Object) NATIVE_POOL.invokeExact((Object) pool);
  }

  /** Which idle connections a pool keeps; the argument is what {@link #nativePool} answers. */
  IdleLimits idleLimits(Object nativePool) throws Throwable {
    return new IdleLimits(
        (int) MAX_IDLE.invokeExact(nativePool), (long) KEEP_ALIVE.invokeExact(nativePool));
  }

  /** Whether the application is told what happens in a pool, as it can be since 5.0. */
  boolean isWatched(Object nativePool) throws Throwable {
    return POOL_LISTENER != null && !isOwn((Object) POOL_LISTENER.invokeExact(nativePool));
  }

  private static boolean isOwn(Object listener) {
    return listener.getClass().getName().startsWith("okhttp3.");
  }

  /** What hears of an HTTP/2 connection: since 3.5 the connection that a pool knows. */
  @Nullable Object listener(Object http2Connection) throws Throwable {
    return LISTENER == null ? null : (Object) LISTENER.invokeExact(http2Connection);
  }

  /** How many streams of a connection have not ended; 0 if it does not speak HTTP/2. */
  int openStreams(Object connection) throws Throwable {
    Object http2 = (Object) HTTP2_OF_CONNECTION.invokeExact(connection);
    return http2 == null ? 0 : (int) OPEN_STREAMS.invokeExact(http2);
  }

  /** What guards a connection's state. */
  Object lock(Object nativePool, Object connection) {
    return LOCKS_POOL ? nativePool : connection;
  }

  /** Whether a connection is closed to further calls. Call it under its lock. */
  boolean retired(Object connection) throws Throwable {
    return (boolean) NO_NEW_GETTER.invokeExact(connection);
  }

  /** Closes a connection to further calls. Call it under its lock. */
  void retire(Object connection) throws Throwable {
    NO_NEW_SETTER.invokeExact(connection, true);
  }

  /** Takes a retired connection without calls out of its pool. Call it under its lock. */
  void remove(Object nativePool, Object connection) throws Throwable {
    boolean removed = (boolean) BECAME_IDLE.invokeExact(nativePool, connection);
    if (!removed) {
      throw new IllegalStateException("a retired connection stayed in its pool");
    }
    if (LOCKS_POOL) {
      // Until 4.2 the library's clean-up thread sleeps up to five minutes, although nothing is left
      // to clean, and keeps the class loader of an undeployed application that long.
      nativePool.notifyAll();
    }
  }

  /** The references to the calls that a connection carries. Read it under its lock. */
  List<?> calls(Object connection) throws Throwable {
    return (List<?>) (Object) CALLS.invokeExact(connection);
  }

  /** The TCP socket of a connection; null while it is not connected. */
  @Nullable Socket rawSocket(Object connection) throws Throwable {
    return (Socket) (Object) RAW_SOCKET.invokeExact(connection);
  }

  /** How many bytes OkHttp has read from a connection that nobody asked for yet. */
  long buffered(Object connection) throws Throwable {
    BufferedSource buffer = (BufferedSource) (Object) SOURCE.invokeExact(connection);
    return buffer == null ? 0 : buffer.buffer().size();
  }

  /** What holds the connection of the call that a {@code ConnectInterceptor} or engine runs. */
  @Nullable Object holder(Object chainOrEngine) throws Throwable {
    MethodHandle handle = HOLDER_OF_CHAIN != null ? HOLDER_OF_CHAIN : ENGINE_HOLDER;
    return handle == null ? null : (Object) handle.invokeExact(chainOrEngine);
  }

  /** Whether an object holds connections for a call. */
  boolean isHolder(@Nullable Object object) {
    return HOLDER.isInstance(object);
  }

  /** The native pool that a holder uses. */
  Object poolOfHolder(Object holder) throws Throwable {
    return (Object) POOL_OF_HOLDER.invokeExact(holder);
  }

  /** The client of a call, or null if the call is of a class that we do not know. */
  @Nullable OkHttpClient client(Call call) throws Throwable {
    return CLIENT_OF_CALL == null || CALL_TYPE == null || !CALL_TYPE.isInstance(call)
        ? null
        : (OkHttpClient) (Object) CLIENT_OF_CALL.invokeExact((Object) call);
  }

  /** Whether a client's builder was given no socket factory for TLS. */
  boolean bringsNoTls(Object builder) throws Throwable {
    return (Object) TLS_OF_BUILDER.invokeExact(builder) == null;
  }

  /**
   * A context as OkHttp makes it for a client that brings none: the platform chooses the provider.
   * Up to 3.8 all have the JVM's.
   */
  SSLContext newContext() throws Throwable {
    return NEW_CONTEXT == null
        ? SSLContext.getInstance("TLS")
        : (SSLContext) (Object) NEW_CONTEXT.invokeExact();
  }

  /** The connection that a holder has, or null. */
  @Nullable Connection connection(Object holder) throws Throwable {
    return (Connection) (Object) CONNECTION_OF_HOLDER.invokeExact(holder);
  }

  /** The call of a chain, or null where the version does not tell (up to 3.8). */
  @Nullable Call call(Object chain) throws Throwable {
    return CALL_OF_CHAIN == null ? null : (Call) (Object) CALL_OF_CHAIN.invokeExact(chain);
  }

  /** The request that an engine (3.0 to 3.3) sends, or null. */
  @Nullable Request engineRequest(Object engine) throws Throwable {
    return ENGINE_REQUEST == null ? null : (Request) (Object) ENGINE_REQUEST.invokeExact(engine);
  }

  /** The HTTP/2 ping interval in milliseconds, which a connection takes from its first client. */
  int pingIntervalMillis(OkHttpClient client) throws Throwable {
    return PING_INTERVAL == null ? 0 : (int) PING_INTERVAL.invokeExact((Object) client);
  }

  private static @Nullable MethodHandle newContextIfAny() throws ReflectiveOperationException {
    Class<?> platform = optional("internal.platform.Platform");
    if (platform == null) {
      return null;
    }
    MethodHandle made = Members.methodIfAny(platform, "newSSLContext");
    made = made == null ? Members.methodIfAny(platform, "getSSLContext") : made;
    return made == null ? null : MethodHandles.foldArguments(made, Members.method(platform, "get"));
  }

  private static @Nullable Class<?> optional(String name) {
    return Members.optional(OkHttpClient.class, "okhttp3." + name);
  }

  private static Class<?> first(String... names) throws ClassNotFoundException {
    for (String name : names) {
      Class<?> found = optional(name);
      if (found != null) {
        return found;
      }
    }
    throw new ClassNotFoundException("okhttp3." + names[0]);
  }

  private static MethodHandle anyMethod(Class<?> type, String... names)
      throws ReflectiveOperationException {
    for (String name : names) {
      MethodHandle handle = Members.methodIfAny(type, name);
      if (handle != null) {
        return handle;
      }
    }
    throw new NoSuchMethodException(type.getName() + "." + names[0]);
  }
}
