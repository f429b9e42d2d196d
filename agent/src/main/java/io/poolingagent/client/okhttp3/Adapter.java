package io.poolingagent.client.okhttp3;

import io.poolingagent.audit.Reason;
import io.poolingagent.client.AgentContext;
import io.poolingagent.client.ClientAdapter;
import io.poolingagent.client.HookHandler;
import io.poolingagent.client.Propagate;
import io.poolingagent.pool.AcquireTimeoutException;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.Permit;
import io.poolingagent.pool.PoolRegistry;
import io.poolingagent.pool.SharedPool;
import io.poolingagent.weave.HookPoint;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Address;
import okhttp3.Call;
import okhttp3.CertificatePinner;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** What happens at the {@link Hooks} of OkHttp. See the package's description for the design. */
public final class Adapter implements ClientAdapter {
  static final String CLIENT = "okhttp3";

  private final AgentContext context;
  private final Internals internals;
  private final PoolRegistry registry;
  private final DefaultTls defaultTls;

  /** Shared pools by OkHttp's own pool object. */
  private final Map<Object, SharedConnections> pools = new ConcurrentHashMap<>();

  /** All connections in them, by OkHttp's object. */
  private final Map<Object, PooledConnection> connections = new ConcurrentHashMap<>();

  /** The pools, to be searched by configuration; few, and the first is mostly right. */
  private final CopyOnWriteArrayList<SharedConnections> candidates = new CopyOnWriteArrayList<>();

  /** Pools that the application made itself. Guarded by itself. */
  private final Set<Object> explicitPools = Collections.newSetFromMap(new WeakHashMap<>());

  private volatile boolean anyExplicitPool;

  /** The lease of a thread that is looking for a connection; removed when it is done. */
  private final ThreadLocal<Lease> current = new ThreadLocal<>();

  /** Failures after which OkHttp must not send the request again. Guarded by itself. */
  private final Set<Object> notToBeSentAgain = Collections.newSetFromMap(new WeakHashMap<>());

  /**
   * @throws ReflectiveOperationException if this OkHttp is none that we know
   */
  public Adapter(AgentContext context) throws ReflectiveOperationException {
    this.context = context;
    this.internals = new Internals(OkHttpClient.class.getClassLoader());
    this.registry = context.newRegistry(CLIENT);
    this.defaultTls = new DefaultTls(context.clock());
  }

  @Override
  public HookHandler handler(String hook) {
    switch (hook) {
      case Hooks.CREATED:
        return this::clientCreated;
      case Hooks.EXPLICIT_POOL:
        return this::poolGiven;
      case Hooks.TRUST:
        return (self, values) -> pooling() ? defaultTls.trust() : null;
      case Hooks.TRUST_BUILT:
        return this::trustBuilt;
      case Hooks.TLS:
        return (self, values) -> pooling() ? defaultTls.factory(values[0]) : null;
      case Hooks.TLS_BUILT:
        return this::factoryBuilt;
      case Hooks.CLEANER:
        return (self, values) -> pooling() ? defaultTls.cleaner(values[0]) : null;
      case Hooks.CLEANER_BUILT:
        return this::cleanerBuilt;
      case Hooks.DEFAULT_TLS_FIELD:
        return this::defaultTlsField;
      case Hooks.CALL:
        return this::callCreated;
      case Hooks.PLANNER:
        return this::plannerCreated;
      case Hooks.LEASE:
        return this::leaseBegins;
      case Hooks.LEASE + HookPoint.EXIT_SUFFIX:
        return this::leaseEnds;
      case Hooks.CONNECTING:
        return this::connecting;
      case Hooks.HANDSHAKE:
        return (self, values) -> current.get() == null ? null : context.clock().nanoTime();
      case Hooks.HANDSHAKE + HookPoint.EXIT_SUFFIX:
        return this::handshakeEnds;
      case Hooks.ACQUIRED:
        return this::acquired;
      case Hooks.POOLED:
        return this::pooled;
      case Hooks.IDLE:
        return this::becomesIdle;
      case Hooks.ELIGIBLE:
        return this::eligible;
      case Hooks.HEALTHY:
        return this::healthy;
      case Hooks.SAME_ADDRESS:
        return this::sameAddress;
      case Hooks.RECOVER:
        return this::recover;
      case Hooks.FAILED:
        return this::failed;
      default:
        throw new IllegalArgumentException(hook);
    }
  }

  private boolean pooling() {
    return context.pooling(CLIENT);
  }

  // ---- a client is built ----

  private @Nullable Object clientCreated(@Nullable Object self, Object[] values) throws Throwable {
    Reason reason = whyNot(internals.nativePool((ConnectionPool) values[values.length - 1]));
    if (reason == null) {
      context.audit().pooled(CLIENT);
    } else {
      context.audit().leftAlone(CLIENT, reason, null);
    }
    return null;
  }

  private @Nullable Object poolGiven(@Nullable Object self, Object[] values) throws Throwable {
    if (values[0] instanceof ConnectionPool) {
      synchronized (explicitPools) {
        explicitPools.add(internals.nativePool((ConnectionPool) values[0]));
      }
      anyExplicitPool = true;
    }
    return null;
  }

  /** Why a client with this pool of its own is left alone; null if it is not. */
  private @Nullable Reason whyNot(Object ownPool) throws Throwable {
    if (!pooling()) {
      return context.whyNotPooling(CLIENT);
    }
    List<String> excluded = context.settings().excludeCallers();
    if (!excluded.isEmpty() && context.audit().calledFrom(excluded)) {
      return Reason.CALLER_EXCLUDED;
    }
    if (anyExplicitPool) {
      synchronized (explicitPools) {
        if (explicitPools.contains(ownPool)) {
          return internals.maxIdle(ownPool) == 0 ? Reason.EXPLICIT_OPT_OUT : Reason.EXPLICIT_POOL;
        }
      }
    }
    return null;
  }

  private @Nullable Object trustBuilt(@Nullable Object self, Object[] values) {
    Object built = values[values.length - 3];
    if (built instanceof X509TrustManager) {
      defaultTls.trustBuilt((X509TrustManager) built);
    }
    return null;
  }

  private @Nullable Object factoryBuilt(@Nullable Object self, Object[] values) {
    if (values[1] instanceof SSLSocketFactory) {
      defaultTls.factoryBuilt(values[0], (SSLSocketFactory) values[1]);
    }
    return null;
  }

  private @Nullable Object cleanerBuilt(@Nullable Object self, Object[] values) {
    if (values[1] != null) {
      defaultTls.cleanerBuilt(values[0], values[1]);
    }
    return null;
  }

  /** 3.0 builds its socket factory in the constructor, where nothing can be answered before. */
  private @Nullable Object defaultTlsField(@Nullable Object self, Object[] values)
      throws Throwable {
    Object built = values[1];
    return pooling() && built instanceof SSLSocketFactory && internals.bringsNoTls(values[0])
        ? defaultTls.insteadOf((SSLSocketFactory) built)
        : null;
  }

  // ---- a call gets its pool ----

  /** The engine of a call is made: its last value is the pool that it would use. */
  private @Nullable Object callCreated(@Nullable Object self, Object[] values) throws Throwable {
    Object own = values[values.length - 1];
    if (pools.containsKey(own) || whyNot(own) != null) {
      return null;
    }
    Key key = keyOf(values);
    return key == null ? null : poolFor(key);
  }

  private @Nullable Key keyOf(Object[] values) throws Throwable {
    if (values[0] instanceof OkHttpClient) {
      OkHttpClient client = (OkHttpClient) values[0];
      Request request =
          values[1] instanceof Request ? (Request) values[1] : ((Call) values[1]).request();
      // A web socket takes its connection for good; it gains nothing and would only occupy the
      // pool.
      if (isUpgrade(request)) {
        return null;
      }
      boolean https = request.url().isHttps();
      return https && !speaksTls(client)
          ? null
          : new Key(client, https, internals.pingIntervalMillis(client));
    }
    Address address = (Address) values[1];
    OkHttpClient client =
        values.length > 3 && values[2] instanceof Call ? internals.client((Call) values[2]) : null;
    return new Key(address, client == null ? 0 : internals.pingIntervalMillis(client));
  }

  /** A client for cleartext only has no socket factory, and since 4.0 throws when asked for it. */
  private static boolean speaksTls(OkHttpClient client) {
    for (ConnectionSpec spec : client.connectionSpecs()) {
      if (spec.isTls()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUpgrade(Request request) {
    return request.header("Upgrade") != null;
  }

  private @Nullable Object poolFor(Key key) throws Throwable {
    CertificatePinner pinner = key.certificatePinner;
    for (SharedConnections candidate : candidates) {
      if (candidate.isClosed()) {
        candidates.remove(candidate);
        pools.remove(candidate.nativePool);
      } else if (candidate.key.same(key)) {
        candidate.shared().touch(context.clock().nanoTime());
        return candidate.nativePool;
      } else if (Internals.samePinner(candidate.key.certificatePinner, pinner)) {
        pinner = candidate.key.certificatePinner;
      }
    }
    SharedPool shared =
        registry.pool(
            key.poolKey(pinner),
            () -> {
              try {
                return new SharedConnections(key, internals, context, connections);
              } catch (Throwable failure) {
                throw new IllegalStateException(failure);
              }
            });
    if (shared == null) {
      context.audit().leftAlone(CLIENT, Reason.REGISTRY_FULL, null);
      return null;
    }
    SharedConnections made = (SharedConnections) shared.engine();
    made.shared(shared);
    if (pools.putIfAbsent(made.nativePool, made) == null) {
      candidates.add(made);
    }
    return made.nativePool;
  }

  /**
   * Since 5.4 the planner takes the pool from the interceptor chain: the client's own, unless an
   * interceptor has chosen another one, which is left to it.
   */
  private @Nullable Object plannerCreated(@Nullable Object self, Object[] values) throws Throwable {
    Object given = values[values.length - 1];
    if (pools.containsKey(given)) {
      return null;
    }
    for (Object value : values) {
      if (internals.isHolder(value)) {
        Object swapped = internals.poolOfHolder(value);
        OkHttpClient client = internals.client((Call) value);
        return client != null
                && pools.containsKey(swapped)
                && internals.nativePool(client.connectionPool()) == given
            ? swapped
            : null;
      }
    }
    return null;
  }

  // ---- a call looks for a connection ----

  private @Nullable Object leaseBegins(@Nullable Object self, Object[] values) throws Throwable {
    boolean chained = values.length > 0 && values[0] instanceof Interceptor.Chain;
    Object engine = chained ? values[0] : self;
    if (engine == null) {
      return null;
    }
    Object holder = internals.holder(engine);
    SharedConnections pool = holder == null ? null : pools.get(internals.poolOfHolder(holder));
    Request request =
        chained ? ((Interceptor.Chain) engine).request() : internals.engineRequest(engine);
    if (pool == null || holder == null || request == null || isUpgrade(request)) {
      return null;
    }
    HttpUrl url = request.url();
    Destination destination = context.destinations().of(origin(url));
    Lease lease = new Lease(destination, request, current.get());
    Connection held = internals.connection(holder);
    if (held == null || !sameOrigin(held, url)) {
      Call call = chained ? internals.call(engine) : null;
      lease.permit = acquire(destination, pool.shared(), call);
    }
    current.set(lease);
    return lease;
  }

  private static Permit acquire(Destination destination, SharedPool pool, @Nullable Call call)
      throws Propagate {
    BooleanSupplier cancelled = call == null ? () -> false : call::isCanceled;
    try {
      return destination.acquire(pool, cancelled);
    } catch (AcquireTimeoutException timeout) {
      // OkHttp has no pool timeout; this one it does not retry, and callers know it.
      SocketTimeoutException seen = new SocketTimeoutException(timeout.getMessage());
      seen.initCause(timeout);
      throw new Propagate(seen);
    } catch (CancellationException cancelledMeanwhile) {
      throw new Propagate(new IOException("Canceled"));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Propagate(new InterruptedIOException("interrupted"));
    }
  }

  private @Nullable Object connecting(@Nullable Object self, Object[] values) throws Throwable {
    Lease lease = current.get();
    if (lease != null && !lease.connected) {
      lease.closeUnfit();
      lease.connectingSinceNanos = context.clock().nanoTime();
      if (lease.permit != null) {
        lease.permit.connecting();
      }
    }
    return null;
  }

  private @Nullable Object handshakeEnds(@Nullable Object self, Object[] values) {
    Lease lease = current.get();
    if (lease != null && values[values.length - 2] == null) {
      lease.handshakeNanos = context.clock().nanoTime() - (Long) values[values.length - 1];
    }
    return null;
  }

  /** A new connection enters a pool. OkHttp's lock of it is held. */
  private @Nullable Object pooled(@Nullable Object self, Object[] values) {
    SharedConnections pool = self == null ? null : pools.get(self);
    if (pool == null) {
      return null;
    }
    Connection connection = (Connection) values[0];
    long now = context.clock().nanoTime();
    Origin origin = origin(connection.route().address().url());
    PooledConnection pooled =
        new PooledConnection(connection, pool, origin, context.destinations().of(origin), now);
    Lease lease = current.get();
    if (lease != null) {
      long connectNanos = lease.connectingSinceNanos == 0 ? -1 : now - lease.connectingSinceNanos;
      if (connectNanos >= 0 && lease.handshakeNanos >= 0) {
        connectNanos -= lease.handshakeNanos;
      }
      pooled.stats.opened(connectNanos, lease.handshakeNanos);
      pooled.opener = lease;
      take(pooled, lease, false);
    } else {
      pooled.stats.opened(-1, -1);
    }
    pool.add(pooled);
    return null;
  }

  /** A call takes a connection. OkHttp's lock of it is held. */
  private @Nullable Object acquired(@Nullable Object self, Object[] values) {
    PooledConnection connection = find(values[0]);
    Lease lease = current.get();
    if (connection == null || (lease != null && connection.opener == lease)) {
      return null;
    }
    connection.busy = true;
    connection.stats.reused();
    if (lease != null) {
      take(connection, lease, true);
    }
    return null;
  }

  private static void take(PooledConnection connection, Lease lease, boolean reused) {
    lease.connected = true;
    lease.reused = reused;
    connection.bound |= lease.bound;
    connection.reusedForNonIdempotent = reused && !lease.idempotent;
    Permit permit = lease.permit;
    if (permit == null) {
      return;
    }
    if (connection.permit != null) {
      // Another stream of a connection that is occupied already.
      lease.releasePermit();
      return;
    }
    lease.permit = null;
    connection.permit = permit;
    permit.connected(reused);
  }

  private @Nullable PooledConnection find(@Nullable Object connection) {
    return connection == null ? null : connections.get(connection);
  }

  private @Nullable Object leaseEnds(@Nullable Object self, Object[] values) throws Throwable {
    Lease lease = (Lease) values[values.length - 1];
    Throwable thrown = (Throwable) values[values.length - 2];
    Object returned = values[values.length - 3];
    if (lease.outer == null) {
      current.remove();
    } else {
      current.set(lease.outer);
    }
    lease.closeUnfit();
    lease.releasePermit();
    if (thrown != null && !lease.connected && lease.connectingSinceNanos != 0) {
      lease.destination.stats(CLIENT).failed();
    }
    if (thrown != null && lease.reused && !lease.idempotent && mayHaveBeenProcessed(thrown)) {
      synchronized (notToBeSentAgain) {
        notToBeSentAgain.add(thrown);
      }
    }
    if (returned instanceof Response) {
      String keepAlive = ((Response) returned).header("Keep-Alive");
      if (keepAlive != null) {
        hint(lease.destination, keepAlive);
      }
    }
    return null;
  }

  /** {@code Keep-Alive: timeout=5, max=100} (RFC 2068, section 19.7.1.1). */
  private static void hint(Destination destination, String keepAlive) {
    int at = keepAlive.indexOf("timeout=");
    if (at < 0) {
      return;
    }
    long seconds = 0;
    int digits = 0;
    for (int i = at + "timeout=".length(); i < keepAlive.length() && digits < 9; i++) {
      char digit = keepAlive.charAt(i);
      if (digit < '0' || digit > '9') {
        break;
      }
      seconds = seconds * 10 + (digit - '0');
      digits++;
    }
    if (digits > 0) {
      destination.keepAlive().serverHint(seconds);
    }
  }

  // ---- is a pooled connection good for a call? ----

  /** OkHttp's verdict on a pooled connection; its lock is held. */
  private @Nullable Object eligible(@Nullable Object self, Object[] values) throws Throwable {
    PooledConnection connection = find(self);
    if (connection == null || !(values[0] instanceof Address)) {
      return null;
    }
    Address address = (Address) values[0];
    boolean eligible = (Boolean) values[values.length - 3];
    boolean allowed = allowed(connection, address, eligible);
    return allowed == eligible ? null : (Object) allowed;
  }

  private boolean allowed(PooledConnection connection, Address address, boolean eligible)
      throws Throwable {
    int calls = internals.calls(connection.connection).size();
    // No coalescing: on clients of their own, host B would not have travelled on A's connection.
    if (connection.closed || !sameOrigin(connection.connection, address.url())) {
      return false;
    }
    Address own = connection.connection.route().address();
    if (eligible) {
      if (own.socketFactory() != address.socketFactory()) {
        return false; // OkHttp compares everything else
      }
      if (calls > 0) {
        return calls
            < context.settings().forHost(connection.origin.host()).http2StreamsPerConnection();
      }
    } else if (calls > 0
        || internals.retired(connection.connection)
        || !new Key(own, 0).same(new Key(address, 0))) {
      return false;
    }
    return connection.pool.fit(connection, current.get());
  }

  /** Up to 3.5 a pooled connection is judged when a call has it already. */
  private @Nullable Object healthy(@Nullable Object self, Object[] values) throws Throwable {
    PooledConnection connection = find(self);
    Lease lease = current.get();
    if (connection == null
        || !Boolean.TRUE.equals(values[values.length - 3])
        || (lease != null && connection.opener == lease)) {
      return null;
    }
    synchronized (internals.lock(connection.pool.nativePool, connection.connection)) {
      if (internals.calls(connection.connection).size() > 1
          || connection.pool.fit(connection, lease)) {
        return null;
      }
    }
    if (lease != null) {
      lease.connected = false;
      lease.reused = false;
    }
    return false;
  }

  /**
   * Up to 3.5 addresses are compared whole, by identity where other versions compare by content.
   */
  private @Nullable Object sameAddress(@Nullable Object self, Object[] values) throws Throwable {
    Object other = values[0];
    if (!(self instanceof Address) || !(other instanceof Address)) {
      return null;
    }
    Address a = (Address) self;
    Address b = (Address) other;
    boolean nativeAnswer = (Boolean) values[1];
    boolean answer =
        a.url().host().equals(b.url().host())
            && a.url().port() == b.url().port()
            && new Key(a, 0).same(new Key(b, 0));
    return answer == nativeAnswer ? null : (Object) answer;
  }

  // ---- a connection comes back ----

  /** OkHttp's lock of the connection is held. */
  private @Nullable Object becomesIdle(@Nullable Object self, Object[] values) throws Throwable {
    PooledConnection connection = find(values[0]);
    if (connection != null) {
      connection.pool.becameIdle(connection, current.get());
    }
    return null;
  }

  // ---- a call failed ----

  /**
   * OkHttp sends a request again when a reused connection dies under it, whatever the method is. On
   * a fresh connection it would not have: there was no other route to try.
   */
  private @Nullable Object recover(@Nullable Object self, Object[] values) {
    if (!Boolean.TRUE.equals(values[values.length - 3]) || !(values[0] instanceof Throwable)) {
      return null;
    }
    synchronized (notToBeSentAgain) {
      return notToBeSentAgain.remove(values[0]) ? (Object) false : null;
    }
  }

  /** Up to 3.3 the failure shows outside of the lease, but the connection is still held. */
  private @Nullable Object failed(@Nullable Object self, Object[] values) throws Throwable {
    if (self != null && values[0] instanceof IOException) {
      PooledConnection connection = find(internals.connection(self));
      if (connection != null
          && connection.reusedForNonIdempotent
          && mayHaveBeenProcessed((Throwable) values[0])) {
        synchronized (notToBeSentAgain) {
          notToBeSentAgain.add(values[0]);
        }
      }
    }
    return null;
  }

  /**
   * Whether the server may have acted on the request. It has not where HTTP/2 says so: a stream
   * that was refused, or beyond the last one of a GOAWAY (RFC 9113, section 8.7).
   */
  private static boolean mayHaveBeenProcessed(Throwable failure) {
    String type = failure.getClass().getSimpleName();
    return !type.equals("ConnectionShutdownException")
        && !type.equals("RouteException")
        && !(type.equals("StreamResetException")
            && String.valueOf(failure.getMessage()).contains("REFUSED_STREAM"));
  }

  private static Origin origin(HttpUrl url) {
    return Origin.of(url.scheme(), url.host(), url.port());
  }

  private static boolean sameOrigin(Connection connection, HttpUrl url) {
    HttpUrl own = connection.route().address().url();
    return own.port() == url.port()
        && own.host().equals(url.host())
        && own.scheme().equals(url.scheme());
  }
}
