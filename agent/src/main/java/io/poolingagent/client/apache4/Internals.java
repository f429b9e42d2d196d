package io.poolingagent.client.apache4;

import io.poolingagent.client.Members;
import io.poolingagent.client.SameClass;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpHost;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.Lookup;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.HttpConnectionFactory;
import org.apache.http.conn.ManagedHttpClientConnection;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.impl.BHttpConnectionBase;
import org.apache.http.impl.conn.BasicHttpClientConnectionManager;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.impl.io.SessionInputBufferImpl;
import org.apache.http.pool.ConnFactory;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** The members of the library that are not its API, as 4.3 to 4.5 name them. */
final class Internals {
  private static final String IMPL = "org.apache.http.impl.conn.";
  private static final SameClass POOLING = new SameClass(PoolingHttpClientConnectionManager.class);
  private static final SameClass BASIC = new SameClass(BasicHttpClientConnectionManager.class);

  private final MethodHandle operatorOfPooling;
  private final MethodHandle operatorOfBasic;
  private final MethodHandle factoryOfBasic;
  private final MethodHandle poolOfPooling;
  private final MethodHandle creatorOfPool;
  private final MethodHandle factoryOfCreator;
  private final MethodHandle timeToLive;
  private final MethodHandle timeToLiveUnit;
  private final Class<?> operator;
  private final MethodHandle connect;
  private final MethodHandle upgrade;
  private final MethodHandle registry;
  private final MethodHandle ports;
  private final MethodHandle dns;
  private final MethodHandle inputBuffer;

  /**
   * @throws ReflectiveOperationException if this is not a version that we know
   */
  Internals() throws ReflectiveOperationException {
    Class<?> pooling = PoolingHttpClientConnectionManager.class;
    Class<?> basic = BasicHttpClientConnectionManager.class;
    operatorOfPooling = Members.getter(pooling, "connectionOperator");
    operatorOfBasic = Members.getter(basic, "connectionOperator");
    factoryOfBasic = Members.getter(basic, "connFactory");
    poolOfPooling = Members.getter(pooling, "pool");
    Class<?> pool = Class.forName(IMPL + "CPool", false, pooling.getClassLoader());
    creatorOfPool = Members.getter(pool, "connFactory");
    factoryOfCreator =
        Members.getter(
            Class.forName(
                pooling.getName() + "$InternalConnectionFactory", false, pooling.getClassLoader()),
            "connFactory");
    timeToLive = Members.getter(pool, "timeToLive");
    timeToLiveUnit = Members.getter(pool, "timeUnit", "tunit");
    Class<?> since44 = Members.optional(pooling, IMPL + "DefaultHttpClientConnectionOperator");
    operator =
        since44 != null
            ? since44
            : Class.forName(IMPL + "HttpClientConnectionOperator", false, pooling.getClassLoader());
    connect =
        Members.method(
            operator,
            "connect",
            ManagedHttpClientConnection.class,
            HttpHost.class,
            InetSocketAddress.class,
            int.class,
            SocketConfig.class,
            HttpContext.class);
    upgrade =
        Members.method(
            operator,
            "upgrade",
            ManagedHttpClientConnection.class,
            HttpHost.class,
            HttpContext.class);
    registry = Members.getter(operator, "socketFactoryRegistry");
    ports = Members.getter(operator, "schemePortResolver");
    dns = Members.getter(operator, "dnsResolver");
    inputBuffer = Members.getter(BHttpConnectionBase.class, "inBuffer", "inbuffer");
  }

  /** What opens connections for a manager; null if it is none of the library's own. */
  @Nullable Object operator(Object manager) throws Throwable {
    Object found =
        isPooling(manager)
            ? (Object) operatorOfPooling.invokeExact(manager)
            : (Object) operatorOfBasic.invokeExact(manager);
    return found != null && found.getClass() == operator ? found : null;
  }

  static boolean isPooling(Object manager) {
    return POOLING.is(manager);
  }

  /** Whether a manager is one of the library's. */
  static boolean isKnown(Object manager) {
    return POOLING.is(manager) || BASIC.is(manager);
  }

  @SuppressWarnings("unchecked") // the field's type
  Lookup<ConnectionSocketFactory> registry(Object operator) throws Throwable {
    return (Lookup<ConnectionSocketFactory>) (Object) registry.invokeExact(operator);
  }

  Object ports(Object operator) throws Throwable {
    return (Object) ports.invokeExact(operator);
  }

  Object dns(Object operator) throws Throwable {
    return (Object) dns.invokeExact(operator);
  }

  /** What makes a manager's connection objects. */
  Object factory(Object manager) throws Throwable {
    return isPooling(manager)
        ? (Object) factoryOfCreator.invokeExact(creator(manager))
        : (Object) factoryOfBasic.invokeExact(manager);
  }

  private Object creator(Object manager) throws Throwable {
    Object pool = (Object) poolOfPooling.invokeExact(manager);
    return (Object) creatorOfPool.invokeExact(pool);
  }

  /** How old a manager lets its connections become; not positive for any age. */
  long timeToLiveNanos(Object manager) throws Throwable {
    if (!isPooling(manager)) {
      return 0;
    }
    Object pool = (Object) poolOfPooling.invokeExact(manager);
    long time = (long) timeToLive.invokeExact(pool);
    return time <= 0 ? 0 : ((TimeUnit) (Object) timeToLiveUnit.invokeExact(pool)).toNanos(time);
  }

  /** Makes a connection object as the manager would. */
  @SuppressWarnings("unchecked") // the fields' types
  Object create(Object manager, HttpRoute route) throws Throwable {
    if (isPooling(manager)) {
      return ((ConnFactory<HttpRoute, Object>) creator(manager)).create(route);
    }
    ConnectionConfig config = ((BasicHttpClientConnectionManager) manager).getConnectionConfig();
    return ((HttpConnectionFactory<HttpRoute, ManagedHttpClientConnection>) factory(manager))
        .create(route, config);
  }

  void connect(
      Object operator,
      ManagedHttpClientConnection connection,
      HttpHost host,
      @Nullable InetSocketAddress local,
      int timeoutMillis,
      SocketConfig config,
      HttpContext context)
      throws Throwable {
    connect.invokeExact(
        operator,
        (Object) connection,
        (Object) host,
        (Object) local,
        timeoutMillis,
        (Object) config,
        (Object) context);
  }

  void upgrade(
      Object operator, ManagedHttpClientConnection connection, HttpHost host, HttpContext context)
      throws Throwable {
    upgrade.invokeExact(operator, (Object) connection, (Object) host, (Object) context);
  }

  /** Answers whether a connection object holds bytes that nobody asked for. */
  MethodHandle unread() throws ReflectiveOperationException {
    return MethodHandles.lookup()
        .findVirtual(
            Internals.class, "hasUnread", MethodType.methodType(boolean.class, Object.class))
        .bindTo(this);
  }

  @SuppressWarnings("unused") // see unread
  private boolean hasUnread(Object connection) throws Throwable {
    return connection instanceof BHttpConnectionBase
        && ((SessionInputBufferImpl) (Object) inputBuffer.invokeExact(connection))
            .hasBufferedData();
  }
}
