package io.poolingagent.client.urlconnection;

import io.poolingagent.client.AgentContext;
import io.poolingagent.client.HttpSemantics;
import io.poolingagent.client.Propagate;
import io.poolingagent.config.NonIdempotent;
import io.poolingagent.pool.AcquireTimeoutException;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Permit;
import java.io.InterruptedIOException;
import java.lang.ref.WeakReference;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** What happens when a request looks for a connection, and to connections as they come and go. */
final class Leases {
  /** The JDK asks {@code available()} right after it took a connection. */
  private static final long JUST_TAKEN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final AgentContext context;
  private final Directory directory;
  private final PoolChoice pools;
  private final Unread unread;

  private final ThreadLocal<Asking> asking = ThreadLocal.withInitial(Asking::new);

  /**
   * Somebody has called {@code disconnect()}, for which the JDK looks into its cache as well: so it
   * cannot be told any more which of the idle connections the JDK would still have.
   */
  private volatile boolean disconnects;

  /** The connection that a thread has opened and whose TLS handshake is to come. */
  private final ThreadLocal<@Nullable PooledConnection> opened = new ThreadLocal<>();

  /** What a thread does; each keeps its one. */
  private static final class Asking {
    /** While the thread is inside the JDK's {@code New}. */
    @Nullable Lease lease;

    /** What it had last. */
    @Nullable PooledConnection latest;
  }

  Leases(AgentContext context) {
    this.context = context;
    this.directory = new Directory();
    this.pools = new PoolChoice(context, directory);
    this.unread = new Unread(context, directory);
  }

  Unread unread() {
    return unread;
  }

  // ---- a request looks for a connection ----

  /** {@code HttpClient.New(URL, Proxy, int, boolean useCache, HttpURLConnection)}. */
  @Nullable Object httpBegins(Object[] values) throws Throwable {
    HttpURLConnection connection = (HttpURLConnection) values[4];
    Key key = new Key((Proxy) values[1], connection);
    return begin(key, (URL) values[0], connection, (Boolean) values[3]);
  }

  /**
   * {@code HttpsClient.New(SSLSocketFactory, URL, HostnameVerifier, Proxy, boolean useCache, int,
   * HttpURLConnection)}.
   */
  @Nullable Object httpsBegins(Object[] values) throws Throwable {
    HttpURLConnection connection = (HttpURLConnection) values[6];
    Key key =
        new Key(
            context,
            (SSLSocketFactory) values[0],
            (HostnameVerifier) values[2],
            (Proxy) values[3],
            connection);
    return begin(key, (URL) values[1], connection, (Boolean) values[4]);
  }

  private @Nullable Object begin(
      Key key, URL url, @Nullable HttpURLConnection connection, boolean useCache) throws Throwable {
    Route route = pools.route(key, url, connection);
    if (route == null) {
      return null;
    }
    directory.expunge();
    if (useCache && route.idle() == 0) {
      unread.reclaim(route, connection);
    }
    Permit permit = acquire(route);
    WeakReference<Object> user = connection == null ? null : new WeakReference<>(connection);
    Lease lease = new Lease(route, permit, user);
    long now = permit.grantedNanos(); // it may have waited
    route.touch(now);
    Asking thread = asking.get();
    boolean taken = false;
    try {
      taken = useCache && take(lease, thread, key, connection, now);
    } finally {
      if (!taken) {
        lease.connectingSinceNanos = now;
      }
    }
    thread.lease = lease;
    // The JDK's own code comes for what was found; its end need not be told.
    return taken ? null : lease;
  }

  private static Permit acquire(Route route) throws Propagate {
    try {
      return route.destination.acquire(route.shared, () -> false);
    } catch (AcquireTimeoutException timeout) {
      SocketTimeoutException seen = new SocketTimeoutException(timeout.getMessage());
      seen.initCause(timeout);
      throw new Propagate(seen);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Propagate(new InterruptedIOException("interrupted"));
    }
  }

  private boolean take(
      Lease lease, Asking thread, Key key, @Nullable HttpURLConnection connection, long now)
      throws Throwable {
    boolean idempotent = connection != null && isIdempotent(connection);
    PooledConnection taken =
        lease.route.pool.take(
            lease.route, thread.latest, key.factory, idempotent, !disconnects, now);
    Object client = taken == null ? null : taken.client;
    if (taken == null || client == null) {
      return false;
    }
    thread.latest = taken;
    taken.client = null;
    taken.takenNanos = now;
    taken.reused = true;
    taken.givenUp = false;
    taken.reusedForNonIdempotent = !idempotent;
    lease.give(taken, true);
    lease.route.stats.reused();
    if (key.factory != null) {
      Internals.factory(client, key.factory);
    }
    if (!idempotent
        && context.settings().forHost(lease.route.origin.host()).nonIdempotent()
            != NonIdempotent.NATIVE) {
      // On a new connection it would not have met the end of an old one.
      Internals.doNotRetry(client);
    }
    lease.found = client;
    return true;
  }

  /** RFC 9110, section 9.2.2. A request with a body that says GET goes out as a POST. */
  private static boolean isIdempotent(HttpURLConnection connection) {
    String method = connection.getRequestMethod();
    return HttpSemantics.isIdempotent(method)
        && !(method.equals("GET") && connection.getDoOutput());
  }

  /** The JDK looks into its own cache: it gets what was found. */
  @Nullable Object lookUp() {
    Asking thread = asking.get();
    Lease lease = thread.lease;
    if (lease == null) {
      disconnects = true; // or a request that is left alone; it costs no more than a look
      return null;
    }
    Object found = lease.found;
    if (found != null) {
      thread.lease = null;
    }
    return found;
  }

  /** The JDK's {@code New} is done, and was given nothing from here. */
  @Nullable Object ends(Object[] values) {
    Lease lease = (Lease) values[values.length - 1];
    asking.get().lease = null;
    PooledConnection connection = directory.of(values[values.length - 3]);
    if (lease.permit != null && connection != null && !connection.isClosed()) {
      // One that the JDK keeps itself, since it is bound to a user.
      lease.give(connection, true);
      lease.route.stats.reused();
    }
    lease.releasePermit();
    return null;
  }

  /** The JDK would read for a millisecond to see whether a connection is alive. */
  @Nullable Object available(@Nullable Object client) {
    PooledConnection connection = directory.of(client);
    return connection != null
            && context.clock().nanoTime() - connection.takenNanos < JUST_TAKEN_NANOS
        ? Boolean.TRUE
        : null;
  }

  // ---- connections are opened and closed ----

  @Nullable Object openBegins(@Nullable Object client) throws Throwable {
    Lease lease = asking.get().lease;
    if (lease == null || lease.permit == null) {
      PooledConnection before = directory.of(client);
      if (before == null || !before.isClosed()) {
        return null;
      }
      // A request is sent again, and its client connects anew.
      if (before.reused) {
        before.route.destination.reuse().died();
      }
      lease = new Lease(before.route, acquire(before.route), before.user);
      lease.connectingSinceNanos = context.clock().nanoTime();
    }
    Permit permit = lease.permit;
    if (permit != null) {
      permit.connecting();
    }
    return lease;
  }

  @Nullable Object openEnds(@Nullable Object client, Object[] values) {
    Lease lease = (Lease) values[values.length - 1];
    if (values[values.length - 2] != null || client == null) {
      lease.route.stats.failed();
      lease.releasePermit();
      return null;
    }
    long now = context.clock().nanoTime();
    PooledConnection connection =
        new PooledConnection(lease.route, now, now - lease.connectingSinceNanos);
    directory.put(client, connection);
    lease.route.add(connection);
    asking.get().latest = connection;
    lease.give(connection, false);
    if (Internals.isTls(client)) {
      opened.set(connection);
    } else {
      lease.route.stats.opened(connection.connectNanos, -1);
    }
    return null;
  }

  @Nullable Object handshakeBegins() {
    return opened.get() == null ? null : context.clock().nanoTime();
  }

  @Nullable Object handshakeEnds(@Nullable Object client, Object[] values) throws Throwable {
    PooledConnection connection = opened.get();
    opened.remove();
    if (connection == null) {
      return null;
    }
    if (values[values.length - 2] == null) {
      long nanos = context.clock().nanoTime() - (Long) values[values.length - 1];
      connection.route.stats.opened(connection.connectNanos, nanos);
      // What was trusted may have changed since the request chose its pool.
      SSLSocketFactory factory = client == null ? null : Internals.factory(client);
      connection.shareable = connection.route.pool.dialsWith(context.tls().of(factory));
      return null;
    }
    connection.route.stats.failed();
    Socket socket = client == null ? null : Internals.socket(client);
    if (socket == null || socket.isClosed()) {
      connection.closed(CloseReason.ERROR);
    }
    return null;
  }

  /** The JDK has closed a connection. */
  @Nullable Object closed(@Nullable Object client) throws Throwable {
    PooledConnection connection = directory.of(client);
    if (connection != null) {
      if (connection.reused && !connection.givenUp && !connection.isClosed()) {
        tellIfUnanswered(connection);
      }
      connection.closed(CloseReason.ERROR);
    }
    return null;
  }

  /** {@code disconnect()} by the application: where no answer came, that is why. */
  @Nullable Object givenUp(@Nullable Object urlConnection) throws Throwable {
    PooledConnection connection =
        urlConnection == null ? null : directory.of(Internals.client(urlConnection));
    WeakReference<Object> user = connection == null ? null : connection.user;
    if (connection != null && user != null && user.get() == urlConnection) {
      connection.givenUp = true;
    }
    return null;
  }

  /** A used connection is closed: whether that is because no answer came. */
  private void tellIfUnanswered(PooledConnection connection) throws Throwable {
    WeakReference<Object> reference = connection.user;
    Object user = reference == null ? null : reference.get();
    if (!(user instanceof HttpURLConnection) || Internals.statusLine(user) != null) {
      return;
    }
    int timeout = ((HttpURLConnection) user).getReadTimeout();
    long waited = context.clock().nanoTime() - connection.takenNanos;
    if (timeout > 0 && waited >= TimeUnit.MILLISECONDS.toNanos(timeout)) {
      connection.route.destination.reuse().silent(connection.takenNanos);
    } else if (connection.reusedForNonIdempotent) {
      connection.route.destination.reuse().died();
    }
  }

  // ---- a connection comes back ----

  /** {@code KeepAliveCache.put(URL, Object, HttpClient)}. */
  @Nullable Object givenBack(Object[] values) throws Throwable {
    return unread.keep(values[2]) ? Boolean.TRUE : null;
  }
}
