package io.poolingagent.client.apache5;

import io.poolingagent.client.HttpSemantics;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.ExclusivePool;
import io.poolingagent.pool.Permit;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * What a client's own manager holds as its connection: for one request it stands for a shared
 * connection, before and after it for none. So the manager's rules (limits, closing, who may lease)
 * are in force as ever, and nothing that the application or the engine does later reaches the
 * connection when somebody else has it.
 */
final class Lease extends ObservedConnection {
  private final Internals internals;
  private final ExclusivePool<PooledConnection> pool;
  private final HttpRoute route;
  private final Destination destination;
  private final @Nullable Object tunnelUser;

  /** Makes the library's connections; known once the manager has asked for one. */
  private @Nullable ManagedHttpClientConnectionFactory factory;

  /** What is to be closed if the application drops the lease; known to the permit. */
  private final Held held = new Held();

  /** Stays after it was released, which an abort may do while another thread reads it. */
  private @Nullable Permit permit;

  private volatile boolean ended;
  private volatile boolean closed;

  /** It carried NTLM or Negotiate, or is the tunnel of another user than was foretold. */
  private volatile boolean bound;

  private volatile @Nullable ClassicHttpResponse response;

  /** Others have used its connection before. */
  private volatile boolean reused;

  /**
   * @param tunnelUser whom the client would tell a proxy that it is, null for nobody
   */
  Lease(
      Internals internals,
      ExclusivePool<PooledConnection> pool,
      HttpRoute route,
      Destination destination,
      @Nullable Object tunnelUser) {
    this.internals = internals;
    this.pool = pool;
    this.route = route;
    this.destination = destination;
    this.tunnelUser = tunnelUser;
    held.pool = pool;
  }

  private static final class Held implements Runnable {
    @Nullable ExclusivePool<PooledConnection> pool;
    volatile @Nullable PooledConnection connection;

    @Override
    public void run() {
      PooledConnection leaked = connection;
      if (leaked != null && pool != null) {
        pool.closeUncounted(leaked);
      }
    }
  }

  // ---- its life ----

  /** The manager asks for a connection, and takes this for it. */
  void takenFor(ManagedHttpClientConnectionFactory asked) {
    factory = asked;
  }

  /**
   * Makes a connection that is yet to be opened.
   *
   * @param shared whether others may have it afterwards
   */
  PooledConnection newConnection(boolean shared) throws IOException {
    if (factory == null) {
      throw new IllegalStateException("nobody has asked for a connection");
    }
    return new PooledConnection(
        factory.createConnection(null), route, destination, internals, tunnelUser, shared);
  }

  /** The right to have a connection came. */
  void permitted(Permit granted) {
    permit = granted;
    granted.ownedBy(this, held);
  }

  /** An idle connection was found for it. */
  void reuse(PooledConnection connection, @Nullable Timeout socketTimeout) {
    attach(connection);
    connection.connection.activate();
    if (socketTimeout != null) {
      // What the last user has set, and since 5.5 the handshake's, is still there.
      connection.connection.setSocketTimeout(socketTimeout);
    }
    reused = true;
    connection.stats().reused();
    if (permit != null) {
      permit.connected(true);
    }
  }

  /**
   * A connection is about to be opened for it.
   *
   * @return whether in place of one that was closed meanwhile, which its manager has dropped
   */
  boolean connecting(PooledConnection connection) {
    if (permit != null) {
      permit.connecting();
    }
    bound = false;
    reused = false;
    return attach(connection);
  }

  /** The manager has opened it. */
  void connected(long startNanos, long nowNanos, long atMostNanos) {
    PooledConnection connection = held.connection;
    if (connection == null) {
      return;
    }
    pool.opened(connection, isOverflow(), atMostNanos);
    long tls = connection.tlsNanos();
    connection.stats().opened(nowNanos - startNanos - Math.max(0, tls), tls);
    if (permit != null) {
      permit.connected(false);
    }
    if (ended) {
      pool.close(connection, CloseReason.ERROR); // aborted meanwhile, maybe before it was counted
    }
  }

  private synchronized boolean attach(PooledConnection connection) {
    boolean again = closed && held.connection != null;
    held.connection = connection;
    if (again) {
      closed = false;
    } else if (closed) {
      connection.connection.close(CloseMode.IMMEDIATE); // the request was aborted meanwhile
    }
    return again;
  }

  ExclusivePool<PooledConnection> pool() {
    return pool;
  }

  boolean isOverflow() {
    return permit != null && permit.overflow();
  }

  /**
   * Whether the server may know the connection as this client's user.
   *
   * @param state the user token that the engine has found
   */
  boolean isUsersOwn(@Nullable Object state) {
    if (bound || state == null) {
      return bound;
    }
    // Who has this pool presents the same certificate, so that is nobody's alone.
    SSLSession session = getSSLSession();
    return session == null || !state.equals(session.getLocalPrincipal());
  }

  /** Under a hard limit a connection must not be kept where it cannot be taken back from. */
  boolean mayStayWithItsClient() {
    return !destination.limits().hard();
  }

  /** It does: nobody but the client will know when it is closed. */
  void staysWithItsClient() {
    PooledConnection connection = held.connection;
    if (connection != null) {
      pool.forget(connection);
    }
  }

  /**
   * Takes the connection away from it: from now on it is closed.
   *
   * @return null if it is of no more use
   */
  synchronized @Nullable PooledConnection detach() {
    PooledConnection connection = held.connection;
    held.connection = null;
    ended = true;
    boolean usable =
        connection != null
            && !closed
            && connection.connection.isOpen()
            && connection.connection.isConsistent();
    if (connection != null && !usable) {
      close(connection, CloseMode.IMMEDIATE);
    }
    return usable ? connection : null;
  }

  /** Gives the right to have a connection back. */
  void release() {
    if (permit != null) {
      permit.release();
    }
  }

  private void close(PooledConnection connection, CloseMode mode) {
    connection.connection.close(mode);
    pool.close(connection, saysClose(response) ? CloseReason.SERVER : CloseReason.ERROR);
  }

  private static boolean saysClose(@Nullable ClassicHttpResponse response) {
    Header header = response == null ? null : response.getFirstHeader("Connection");
    return header != null && "close".equalsIgnoreCase(header.getValue());
  }

  // ---- what the engine sees ----

  @Override
  @Nullable ManagedHttpClientConnection current() {
    PooledConnection connection = held.connection;
    return connection == null ? null : connection.connection;
  }

  @Override
  void sending(ClassicHttpRequest request) {
    if (binds(request, "Authorization")
        || binds(request, "Proxy-Authorization")
        || tunnelsAsAnother(request)) {
      bound = true;
    }
  }

  /** Whether the proxy learns of a user whom the tunnel was not looked for. */
  private boolean tunnelsAsAnother(ClassicHttpRequest request) {
    Header told = request.getFirstHeader("Proxy-Authorization");
    return told != null
        && "CONNECT".equalsIgnoreCase(request.getMethod())
        && !TunnelUser.wasTold(tunnelUser, told.getValue());
  }

  private static boolean binds(HttpMessage request, String header) {
    Header found = request.getFirstHeader(header);
    return found != null && HttpSemantics.authenticatesConnection(found.getValue());
  }

  @Override
  void received(@Nullable ClassicHttpResponse received) {
    response = received;
    Header keepAlive = received == null ? null : received.getFirstHeader("Keep-Alive");
    if (keepAlive != null && keepAlive.getValue() != null) {
      destination.keepAlive().serverHint(keepAlive.getValue());
    }
  }

  /** The end that the application makes tells nothing of the connection. */
  @Override
  void failed(IOException failure) {
    PooledConnection connection = held.connection;
    if (reused && response == null && !closed && connection != null) {
      connection.unanswered(failure);
    }
  }

  /** Basic managers of 5.2 keep what is closed but consistent, so it must not be in the end. */
  @Override
  public boolean isConsistent() {
    ManagedHttpClientConnection connection = current();
    return connection == null ? !ended : connection.isConsistent();
  }

  @Override
  public void bind(Socket socket) throws IOException {
    PooledConnection connection = held.connection;
    open().bind(socket);
    if (connection != null && socket instanceof SSLSocket) {
      connection.boundTls();
    } else if (connection != null) {
      connection.boundTcp(socket);
    }
  }

  /** Overrides what {@link ManagedHttpClientConnection} has since 5.4. */
  @SuppressWarnings("unused")
  public void bind(SSLSocket tls, Socket socket) throws IOException {
    PooledConnection connection = held.connection;
    try {
      internals.bind(open(), tls, socket);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
    if (connection != null) {
      connection.boundTls(socket);
    }
  }

  @Override
  public void close(CloseMode mode) {
    PooledConnection connection;
    synchronized (this) {
      if (ended) {
        return;
      }
      closed = true;
      connection = held.connection;
    }
    if (connection != null) {
      close(connection, mode);
    }
  }
}
