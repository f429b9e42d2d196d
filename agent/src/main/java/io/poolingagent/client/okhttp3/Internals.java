package io.poolingagent.client.okhttp3;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.Socket;
import java.util.List;
import java.util.Objects;
import okhttp3.Call;
import okhttp3.CertificatePinner;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * The members of OkHttp that are not its API, under the names that they have in the version at
 * hand. Looked up once; a version that lacks a member that is needed fails here, and nothing is
 * pooled.
 *
 * <p>"Holder" is what holds a connection for a call: {@code StreamAllocation} up to 3.13, {@code
 * Transmitter} from 3.14 to 4.3, {@code RealCall} since.
 */
final class Internals {
  private static final boolean PINNERS_COMPARE = declaresEquals(CertificatePinner.class);

  private final MethodHandle nativePool;
  private final MethodHandle becameIdle;
  private final MethodHandle noNewGetter;
  private final MethodHandle noNewSetter;
  private final MethodHandle calls;
  private final MethodHandle rawSocket;
  private final MethodHandle source;
  private final @Nullable MethodHandle holderOfChain;
  private final MethodHandle connectionOfHolder;
  private final @Nullable MethodHandle callOfChain;
  private final @Nullable MethodHandle pingInterval;
  private final @Nullable MethodHandle engineRequest;
  private final @Nullable MethodHandle engineHolder;
  private final MethodHandle maxIdle;
  private final MethodHandle poolOfHolder;
  private final @Nullable MethodHandle clientOfCall;
  private final MethodHandle tlsOfBuilder;
  private final Class<?> holder;
  private final @Nullable Class<?> callType;
  private final boolean locksPool;

  /**
   * @param library OkHttp's loader
   * @throws ReflectiveOperationException if this is not a version that we know
   */
  Internals(@Nullable ClassLoader library) throws ReflectiveOperationException {
    Class<?> connection =
        first(library, "internal.connection.RealConnection", "internal.io.RealConnection");
    holder =
        first(
            library,
            "internal.connection.Transmitter",
            "internal.connection.RealCall",
            "internal.connection.StreamAllocation",
            "internal.http.StreamAllocation");
    Class<?> pool = optional(library, "internal.connection.RealConnectionPool");
    boolean delegates = pool != null;
    Class<?> poolType = pool == null ? ConnectionPool.class : pool;
    nativePool =
        delegates ? getter(ConnectionPool.class, "delegate") : MethodHandles.identity(Object.class);
    becameIdle = method(poolType, "connectionBecameIdle", connection);
    maxIdle = getter(poolType, "maxIdleConnections");
    noNewGetter = getter(connection, "noNewExchanges", "noNewStreams");
    noNewSetter = setter(connection, "noNewExchanges", "noNewStreams");
    calls = getter(connection, "calls", "transmitters", "allocations");
    rawSocket = getter(connection, "rawSocket");
    Class<?> buffered = optional(library, "internal.connection.BufferedSocket");
    source =
        buffered == null
            ? getter(connection, "source")
            : MethodHandles.filterReturnValue(
                getter(connection, "socket"), method(buffered, "getSource"));
    connectionOfHolder = getter(holder, "connection");
    poolOfHolder = getter(holder, "connectionPool");
    Class<?> call = optional(library, "internal.connection.RealCall");
    callType = call == null ? optional(library, "RealCall") : call;
    clientOfCall = callType == null ? null : getter(callType, "client");
    tlsOfBuilder = getter(OkHttpClient.Builder.class, "sslSocketFactory", "sslSocketFactoryOrNull");
    // A lock of the pool's own guards its connections up to 4.3, the connection's own since.
    locksPool = !holder.getSimpleName().equals("RealCall");
    Class<?> chain = optional(library, "internal.http.RealInterceptorChain");
    Class<?> engine = optional(library, "internal.http.HttpEngine");
    if (chain != null) {
      holderOfChain =
          locksPool ? anyMethod(chain, "streamAllocation", "transmitter") : getter(chain, "call");
      callOfChain = locksPool ? optionalMethod(chain, "call") : holderOfChain;
      engineRequest = null;
      engineHolder = null;
    } else if (engine != null) {
      holderOfChain = null;
      callOfChain = null;
      engineRequest = getter(engine, "networkRequest");
      engineHolder = getter(engine, "streamAllocation");
    } else {
      throw new ClassNotFoundException("neither RealInterceptorChain nor HttpEngine");
    }
    pingInterval = optionalMethod(OkHttpClient.class, "pingIntervalMillis");
  }

  /** The pool that a call would use without the agent; null if that cannot be told. */
  @Nullable Object ownPool(@Nullable Call call) throws Throwable {
    OkHttpClient client = call == null ? null : client(call);
    return client == null ? null : nativePool(client.connectionPool());
  }

  /** The object that the engine uses of a pool. */
  Object nativePool(ConnectionPool pool) throws Throwable {
    return (Object) nativePool.invokeExact((Object) pool);
  }

  /** How many idle connections a pool keeps; the argument is what {@link #nativePool} answers. */
  int maxIdle(Object nativePool) throws Throwable {
    return (int) maxIdle.invokeExact(nativePool);
  }

  /** What guards a connection's state. */
  Object lock(Object nativePool, Object connection) {
    return locksPool ? nativePool : connection;
  }

  /** Whether a connection is closed to further calls. Call it under its lock. */
  boolean retired(Object connection) throws Throwable {
    return (boolean) noNewGetter.invokeExact(connection);
  }

  /** Closes a connection to further calls. Call it under its lock. */
  void retire(Object connection) throws Throwable {
    noNewSetter.invokeExact(connection, true);
  }

  /** Takes a retired connection without calls out of its pool. Call it under its lock. */
  void remove(Object nativePool, Object connection) throws Throwable {
    boolean removed = (boolean) becameIdle.invokeExact(nativePool, connection);
    if (!removed) {
      throw new IllegalStateException("a retired connection stayed in its pool");
    }
    if (locksPool) {
      // Until 4.2 the library's clean-up thread sleeps up to five minutes, although nothing is left
      // to clean, and keeps the class loader of an undeployed application that long.
      nativePool.notifyAll();
    }
  }

  /** The references to the calls that a connection carries. Read it under its lock. */
  List<?> calls(Object connection) throws Throwable {
    return (List<?>) (Object) calls.invokeExact(connection);
  }

  /** The TCP socket of a connection; null while it is not connected. */
  @Nullable Socket rawSocket(Object connection) throws Throwable {
    return (Socket) (Object) rawSocket.invokeExact(connection);
  }

  /** How many bytes OkHttp has read from a connection that nobody asked for yet. */
  long buffered(Object connection) throws Throwable {
    BufferedSource buffer = (BufferedSource) (Object) source.invokeExact(connection);
    return buffer == null ? 0 : buffer.buffer().size();
  }

  /** What holds the connection of the call that a {@code ConnectInterceptor} or engine runs. */
  @Nullable Object holder(Object chainOrEngine) throws Throwable {
    MethodHandle handle = holderOfChain != null ? holderOfChain : engineHolder;
    return handle == null ? null : (Object) handle.invokeExact(chainOrEngine);
  }

  /** Whether an object holds connections for a call. */
  boolean isHolder(@Nullable Object object) {
    return holder.isInstance(object);
  }

  /** The native pool that a holder uses. */
  Object poolOfHolder(Object holder) throws Throwable {
    return (Object) poolOfHolder.invokeExact(holder);
  }

  /** The client of a call, or null if the call is of a class that we do not know. */
  @Nullable OkHttpClient client(Call call) throws Throwable {
    return clientOfCall == null || callType == null || !callType.isInstance(call)
        ? null
        : (OkHttpClient) (Object) clientOfCall.invokeExact((Object) call);
  }

  /** Whether a client's builder was given no socket factory for TLS. */
  boolean bringsNoTls(Object builder) throws Throwable {
    return (Object) tlsOfBuilder.invokeExact(builder) == null;
  }

  /** The connection that a holder has, or null. */
  @Nullable Connection connection(Object holder) throws Throwable {
    return (Connection) (Object) connectionOfHolder.invokeExact(holder);
  }

  /** The call of a chain, or null where the version does not tell (up to 3.8). */
  @Nullable Call call(Object chain) throws Throwable {
    return callOfChain == null ? null : (Call) (Object) callOfChain.invokeExact(chain);
  }

  /** The request that an engine (3.0 to 3.3) sends, or null. */
  @Nullable Request engineRequest(Object engine) throws Throwable {
    return engineRequest == null ? null : (Request) (Object) engineRequest.invokeExact(engine);
  }

  /** The HTTP/2 ping interval in milliseconds, which a connection takes from its first client. */
  int pingIntervalMillis(OkHttpClient client) throws Throwable {
    return pingInterval == null ? 0 : (int) pingInterval.invokeExact((Object) client);
  }

  /**
   * Whether two pinners pin the same. Up to 3.4 they have no {@code equals}; their fields are a
   * list of pins, and what cleans certificate chains.
   */
  static boolean samePinner(@Nullable CertificatePinner a, @Nullable CertificatePinner b)
      throws ReflectiveOperationException {
    if (a == b || (a != null && a.equals(b))) {
      return true;
    }
    if (a == null || b == null || PINNERS_COMPARE) {
      return false;
    }
    for (Field field : CertificatePinner.class.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        if (!Objects.equals(field.get(a), field.get(b))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean declaresEquals(Class<?> type) {
    try {
      return type.getDeclaredMethod("equals", Object.class) != null;
    } catch (NoSuchMethodException identity) {
      return false;
    }
  }

  private static @Nullable Class<?> optional(@Nullable ClassLoader library, String name) {
    try {
      return Class.forName("okhttp3." + name, false, library);
    } catch (ClassNotFoundException absent) {
      return null;
    }
  }

  private static Class<?> first(@Nullable ClassLoader library, String... names)
      throws ClassNotFoundException {
    for (String name : names) {
      Class<?> found = optional(library, name);
      if (found != null) {
        return found;
      }
    }
    throw new ClassNotFoundException("okhttp3." + names[0]);
  }

  private static Field field(Class<?> type, String... names) throws NoSuchFieldException {
    for (String name : names) {
      try {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
      } catch (NoSuchFieldException tryNext) {
        // the name of another version
      }
    }
    throw new NoSuchFieldException(type.getName() + "." + names[0]);
  }

  /** Objects for all types but primitive ones, so that calls are exact and convert nothing. */
  private static MethodHandle generic(MethodHandle handle) {
    MethodType type = handle.type();
    for (int i = 0; i < type.parameterCount(); i++) {
      if (!type.parameterType(i).isPrimitive()) {
        type = type.changeParameterType(i, Object.class);
      }
    }
    return handle.asType(
        type.returnType().isPrimitive() ? type : type.changeReturnType(Object.class));
  }

  private static MethodHandle getter(Class<?> type, String... names)
      throws ReflectiveOperationException {
    return generic(MethodHandles.lookup().unreflectGetter(field(type, names)));
  }

  private static MethodHandle setter(Class<?> type, String... names)
      throws ReflectiveOperationException {
    return generic(MethodHandles.lookup().unreflectSetter(field(type, names)));
  }

  private static MethodHandle method(Class<?> type, String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    Method method = type.getDeclaredMethod(name, parameters);
    method.setAccessible(true);
    return generic(MethodHandles.lookup().unreflect(method));
  }

  private static MethodHandle anyMethod(Class<?> type, String... names)
      throws ReflectiveOperationException {
    for (String name : names) {
      MethodHandle handle = optionalMethod(type, name);
      if (handle != null) {
        return handle;
      }
    }
    throw new NoSuchMethodException(type.getName() + "." + names[0]);
  }

  private static @Nullable MethodHandle optionalMethod(Class<?> type, String name)
      throws ReflectiveOperationException {
    try {
      return method(type, name);
    } catch (NoSuchMethodException absent) {
      return null;
    }
  }
}
