package io.poolingagent.client.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The members of {@code jdk.internal.net.http} that the adapter reads. Initialising this class
 * fails where one of them is missing; the adapter then leaves every client alone. No class of the
 * JDK's is initialised by it, since those read their system properties when they are, and an
 * application sets these in its {@code main}. Thread-safe.
 */
final class Internals {
  private static final String PACKAGE = "jdk.internal.net.http.";
  private static final int END_STREAM = 1; // RFC 9113 section 6.1
  private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

  private static final MethodHandle MULTI_EXCHANGE = getter("Exchange", "multi");
  private static final MethodHandle RESPONSE_HANDLER = getter("MultiExchange", "responseHandler");
  private static final MethodHandle RESPONSE_EXCHANGE = getter("Response", "exchange");
  private static final MethodHandle CLIENT = getter("HttpClientFacade", "impl");
  private static final MethodHandle SELECTOR = getter("HttpClientImpl", "selmgr");
  private static final MethodHandle CHANNEL = method("HttpConnection", "channel");
  private static final MethodHandle CONNECTED = method("HttpConnection", "connected");
  private static final MethodHandle CLOSE =
      method("HttpConnection", "close").asType(MethodType.methodType(void.class, Object.class));
  private static final Method GET_CONNECTION = connections();
  private static final MethodHandle REQUEST = getter("Exchange", "request");
  private static final MethodHandle EXCHANGE_CLIENT = getter("Exchange", "client");
  private static final MethodHandle ADDRESS = method("HttpRequestImpl", "getAddress");
  private static final MethodHandle EXCHANGE = getter("ExchangeImpl", "exchange");
  private static final MethodHandle ALPN = method("AbstractAsyncSSLConnection", "getALPN");
  private static final @Nullable MethodHandle OPENING =
      getterIfAny("Exchange$ConnectionAborter", "connection");
  private static final MethodHandle STREAM_ID = getter("Stream", "streamid");
  private static final MethodHandle STREAM_CONNECTION = getter("Stream", "connection");
  private static final MethodHandle FRAME_FLAGS = getter("frame.Http2Frame", "flags");
  private static final @Nullable MethodHandle CLIENT_IDS = clientIds();

  /** Where the JDK's are not to be had: far from them. */
  private static final AtomicLong OTHER_IDS = new AtomicLong(1L << 40);

  private static final @Nullable MethodHandle MEMORIES = memories();
  private static final @Nullable MethodHandle NEW_CREDENTIALS = newCredentials();

  /** Whether the JDK's memory of credentials is where it is looked for. */
  static final boolean REMEMBERS_CREDENTIALS = NEW_CREDENTIALS != null;

  private static final @Nullable MethodHandle NEEDS_EXECUTOR = needsExecutor();

  /**
   * Whether a connection that the server is leaving (GOAWAY, RFC 9113 section 6.8) finishes what is
   * under way and hands back what was not processed. Before JDK-8335181 it failed all of it, so
   * that one connection must not carry the requests of several clients.
   */
  static final boolean GRACEFUL_GOAWAY =
      hasMethod("Http2Connection", "handlePeerUnprocessedStreams");

  private static final @Nullable MethodHandle LAST_PROCESSED =
      GRACEFUL_GOAWAY ? getter("Http2Connection", "lastProcessedStreamInGoAway") : null;

  private Internals() {}

  /** Initialises this class. */
  static void check() {}

  /** The field of a builder, or null if this JDK has none of that name. */
  static @Nullable MethodHandle builderField(String name) {
    return getterIfAny("HttpClientBuilderImpl", name);
  }

  /** Reads with a handle of {@link #builderField}. */
  static @Nullable Object read(@Nullable MethodHandle getter, Object from) {
    if (getter == null) {
      return null;
    }
    try {
      return (Object) getter.invokeExact(from);
    } catch (Throwable e) {
      throw sneaky(e);
    }
  }

  /** The body handler of the request that an {@code Exchange} belongs to. */
  static @Nullable Object bodyHandler(Object exchange) {
    Object multi = read(MULTI_EXCHANGE, exchange);
    return multi == null ? null : bodyHandlerOf(multi);
  }

  /** The body handler of a {@code MultiExchange}: one request with its redirects. */
  static @Nullable Object bodyHandlerOf(Object multiExchange) {
    return read(RESPONSE_HANDLER, multiExchange);
  }

  /** The body handler of the request that a {@code Response} answers. */
  static @Nullable Object bodyHandlerOfResponse(Object response) {
    Object exchange = read(RESPONSE_EXCHANGE, response);
    return exchange == null ? null : bodyHandler(exchange);
  }

  /** The exchange that an {@code ExchangeImpl}, such as a {@code Stream}, carries out. */
  static @Nullable Object exchange(Object implementation) {
    return read(EXCHANGE, implementation);
  }

  /** What the handshake of a TLS connection negotiates, when it has. */
  static CompletableFuture<?> negotiated(Object connection) {
    return (CompletableFuture<?>) Objects.requireNonNull(read(ALPN, connection));
  }

  /** The connection that is opened for an HTTP/2 request; null if that has one. */
  static @Nullable Object opening(Object aborter) {
    return read(OPENING, aborter);
  }

  /**
   * Whether the server did nothing about the request on an HTTP/2 stream: the stream was never
   * opened, or the server said that it left before it (GOAWAY with a lower stream identifier, RFC
   * 9113 section 6.8).
   */
  static boolean isUnprocessed(Object stream) {
    int id = (Integer) Objects.requireNonNull(read(STREAM_ID, stream));
    if (id == 0) {
      return true;
    }
    Object connection = read(STREAM_CONNECTION, stream);
    Object last = connection == null ? null : read(LAST_PROCESSED, connection);
    return last instanceof AtomicLong
        && ((AtomicLong) last).get() >= 0
        && id > ((AtomicLong) last).get();
  }

  /** Whether an HTTP/2 frame is the last one of its stream. */
  static boolean endsStream(Object frame) {
    return ((Integer) Objects.requireNonNull(read(FRAME_FLAGS, frame)) & END_STREAM) != 0;
  }

  /**
   * The request that an {@code Exchange} sends: the same one when the JDK sends it again after a
   * connection failed, another one after a redirect.
   */
  static @Nullable Object request(Object exchange) {
    return read(REQUEST, exchange);
  }

  /**
   * The socket of an {@code HttpConnection}; whatever wraps it, a plain connection, a tunnel or
   * TLS, has the same.
   */
  static SocketChannel channel(Object connection) {
    return (SocketChannel) Objects.requireNonNull(read(CHANNEL, connection));
  }

  /** Whether an {@code HttpConnection} came from the pool. */
  static boolean isConnected(Object connection) {
    return Boolean.TRUE.equals(read(CONNECTED, connection));
  }

  /** Closes an {@code HttpConnection}. */
  static void close(Object connection) {
    try {
      CLOSE.invokeExact(connection);
    } catch (Throwable e) {
      throw sneaky(e);
    }
  }

  /** Asks the JDK once more for a connection for an {@code Exchange} over HTTP/1.1. */
  static Object nextConnection(Object exchange) throws ReflectiveOperationException {
    Object request = Objects.requireNonNull(request(exchange));
    Class<?>[] types = GET_CONNECTION.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] =
          types[i] == InetSocketAddress.class
              ? read(ADDRESS, request)
              : types[i] == HttpClient.Version.class
                  ? HttpClient.Version.HTTP_1_1
                  : types[i].isInstance(request)
                      ? request
                      : types[i].isInstance(exchange) ? exchange : read(EXCHANGE_CLIENT, exchange);
    }
    return GET_CONNECTION.invoke(null, arguments);
  }

  /**
   * Ends the selector thread of a client, and with it everything that the client holds. The only
   * way before JDK 21.
   */
  static void stop(HttpClient client) {
    Object implementation = read(CLIENT, client);
    Object selector = implementation == null ? null : read(SELECTOR, implementation);
    if (selector instanceof Thread) {
      ((Thread) selector).interrupt();
    }
  }

  /** An empty memory of credentials, as the JDK has one for each of its clients. */
  static @Nullable Object newMemoryOfCredentials() {
    if (NEW_CREDENTIALS == null) {
      return null;
    }
    try {
      return (Object) NEW_CREDENTIALS.invokeExact();
    } catch (Throwable e) {
      throw sneaky(e);
    }
  }

  /** Makes this the memory of credentials of a client of the JDK's that has not sent anything. */
  @SuppressWarnings("unchecked")
  static void remember(HttpClient client, Object memory) {
    Object implementation = read(CLIENT, client);
    if (MEMORIES == null || implementation == null) {
      return;
    }
    try {
      Map<Object, Object> all = (Map<Object, Object>) (Object) MEMORIES.invokeExact();
      synchronized (type("AuthenticationFilter")) { // as getCache does
        all.put(implementation, memory);
      }
    } catch (Throwable e) {
      throw sneaky(e);
    }
  }

  /** The next number of a client, as in {@code toString()}; no client of the JDK's has it. */
  static long newClientId() {
    try {
      AtomicLong ids =
          CLIENT_IDS == null ? OTHER_IDS : (AtomicLong) (Object) CLIENT_IDS.invokeExact();
      return ids.incrementAndGet();
    } catch (Throwable e) {
      throw sneaky(e);
    }
  }

  private static @Nullable MethodHandle clientIds() {
    try {
      Class<?> owner = type("HttpClientImpl");
      return in(owner)
          .findStaticGetter(owner, "CLIENT_IDS", AtomicLong.class)
          .asType(MethodType.methodType(Object.class));
    } catch (ReflectiveOperationException otherwise) {
      return null;
    }
  }

  /** One for each client that has sent a request, weakly. */
  private static @Nullable MethodHandle memories() {
    try {
      Class<?> filter = type("AuthenticationFilter");
      return in(filter)
          .unreflectGetter(filter.getDeclaredField("caches"))
          .asType(MethodType.methodType(Object.class));
    } catch (IllegalStateException | ReflectiveOperationException otherwise) {
      return null;
    }
  }

  private static @Nullable MethodHandle newCredentials() {
    if (MEMORIES == null || !hasMethod("AuthenticationFilter", "getCache")) {
      return null;
    }
    try {
      Class<?> cache = type("AuthenticationFilter$Cache");
      return in(cache)
          .findConstructor(cache, MethodType.methodType(void.class))
          .asType(MethodType.methodType(Object.class));
    } catch (IllegalStateException | ReflectiveOperationException otherwise) {
      return null;
    }
  }

  /** What {@code TrustedSubscriber.needsExecutor} says of a body subscriber. */
  static boolean needsExecutor(Object subscriber) {
    MethodHandle handle = NEEDS_EXECUTOR;
    return handle == null || Boolean.TRUE.equals(read(handle, subscriber));
  }

  private static @Nullable MethodHandle needsExecutor() {
    try {
      Class<?> trusted = type("ResponseSubscribers$TrustedSubscriber");
      for (Method method : trusted.getDeclaredMethods()) {
        if (method.getName().equals("needsExecutor") && method.getParameterCount() == 1) {
          return in(trusted).unreflect(method).asType(GETTER);
        }
      }
      return null;
    } catch (IllegalAccessException | IllegalStateException e) {
      return null;
    }
  }

  private static @Nullable MethodHandle getterIfAny(String type, String field) {
    try {
      return getter(type, field);
    } catch (IllegalStateException missing) {
      return null;
    }
  }

  private static MethodHandle getter(String type, String field) {
    try {
      Class<?> owner = type(type);
      for (Field candidate : owner.getDeclaredFields()) {
        if (candidate.getName().equals(field)) {
          return in(owner).unreflectGetter(candidate).asType(GETTER);
        }
      }
      throw new IllegalStateException("no field " + type + "." + field);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(type + "." + field, e);
    }
  }

  private static MethodHandle method(String type, String name) {
    try {
      Class<?> owner = type(type);
      for (Method candidate : owner.getDeclaredMethods()) {
        if (candidate.getName().equals(name) && candidate.getParameterCount() == 0) {
          MethodHandle handle = in(owner).unreflect(candidate);
          return candidate.getReturnType() == void.class ? handle : handle.asType(GETTER);
        }
      }
      throw new IllegalStateException("no method " + type + "." + name);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(type + "." + name, e);
    }
  }

  /** The method that finds a connection; JDK 26 gave it one more parameter. */
  private static Method connections() {
    for (Method candidate : type("HttpConnection").getDeclaredMethods()) {
      if (candidate.getName().equals("getConnection")) {
        candidate.setAccessible(true);
        return candidate;
      }
    }
    throw new IllegalStateException("no method HttpConnection.getConnection");
  }

  private static boolean hasMethod(String type, String name) {
    for (Method candidate : type(type).getDeclaredMethods()) {
      if (candidate.getName().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static MethodHandles.Lookup in(Class<?> owner) throws IllegalAccessException {
    return MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(PACKAGE + name, false, HttpRequest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RuntimeException sneaky(Throwable e) {
    if (e instanceof Error) {
      throw (Error) e;
    }
    return e instanceof RuntimeException ? (RuntimeException) e : new IllegalStateException(e);
  }
}
