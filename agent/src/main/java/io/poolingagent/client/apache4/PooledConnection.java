package io.poolingagent.client.apache4;

import io.poolingagent.pool.Destination;
import io.poolingagent.pool.ExclusiveConnection;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.ref.WeakReference;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One connection of Apache's and what is known of it. One thread at a time uses it: who has leased
 * it, or the pool.
 */
public final class PooledConnection extends ExclusiveConnection {
  /** The library's object: it can be closed and opened again. */
  public final Object connection;

  private final Object route;
  private final MethodHandle unread;

  /** The sockets that the library has bound: TLS stands upon TCP, unless there is none. */
  private volatile @Nullable Socket top;

  private volatile @Nullable Socket tcp;

  /** Whose it is alone, and since when: see {@link #belongsTo}. */
  private @Nullable WeakReference<Object> owner;

  /** The user token that it asks for. */
  private @Nullable Object state;

  /** All steps of its route are done, a tunnel and its TLS included. */
  public volatile boolean routeComplete;

  /**
   * It is to stay its client's alone, for it has what the pool's key does not tell: it carried a
   * request that authenticates the connection (NTLM, Negotiate), is a tunnel of another user, or
   * was opened by socket factories of one request only.
   */
  public volatile boolean bound;

  /**
   * @param unread answers whether the library's object holds bytes that nobody asked for, {@code
   *     (Object)boolean}
   */
  public PooledConnection(
      Object connection, Object route, Destination destination, MethodHandle unread) {
    super(ApacheClient.NAME, destination);
    this.connection = connection;
    this.route = route;
    this.unread = unread;
  }

  /** The library has bound a socket: first the one for TCP, then perhaps TLS upon it. */
  public void bound(Socket socket) {
    Socket below = tcp;
    boolean layered =
        socket instanceof SSLSocket
            && below != null
            && !below.isClosed()
            && below.getLocalPort() == socket.getLocalPort();
    top = socket;
    if (!layered) {
      tcp = socket;
    }
  }

  /**
   * Leaves it to one manager of connections: the user that the server knows it as is that one's.
   *
   * @param manager the application's
   * @param state the user token, null if the library was told none
   */
  public void belongsTo(Object manager, @Nullable Object state) {
    this.owner = new WeakReference<>(manager);
    this.state = state;
  }

  /** Leaves it to all who bring this user token. */
  void belongsToAllWho(Object state) {
    this.state = state;
  }

  /** Nobody's any more: it was closed and may be opened anew. */
  public void forgetUser() {
    owner = null;
    state = null;
    bound = false;
    routeComplete = false;
  }

  boolean isOf(Object manager) {
    WeakReference<Object> owner = this.owner;
    return owner != null && owner.get() == manager;
  }

  /**
   * Whether a request may travel on it. The library's own rule: a connection with a state suits
   * only who asks for that state, one without suits all.
   */
  boolean suits(Object route, Object manager, @Nullable Object state) {
    WeakReference<Object> owner = this.owner;
    return this.route.equals(route)
        && (owner == null || owner.get() == manager)
        && (this.state == null || this.state.equals(state));
  }

  /** The principal of the client certificate that it was opened with, or null. */
  java.security.@Nullable Principal certificateOwner() {
    Socket socket = top;
    return socket instanceof SSLSocket
        ? ((SSLSocket) socket).getSession().getLocalPrincipal()
        : null;
  }

  @Override
  protected boolean isOrphaned() {
    WeakReference<Object> owner = this.owner;
    return owner != null && owner.get() == null;
  }

  @Override
  protected @Nullable Socket tcpSocket() {
    return tcp;
  }

  @Override
  protected boolean hasUnreadBytes() {
    Socket socket = top;
    try {
      return (boolean) unread.invokeExact(connection)
          || (socket instanceof SSLSocket && socket.getInputStream().available() > 0);
    } catch (Throwable broken) {
      return true;
    }
  }

  @Override
  protected void closeSocket() {
    Socket socket = top;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException | RuntimeException alreadyBroken) {
        // It is closed either way; old JDKs throw RuntimeExceptions from TLS sockets.
      }
    }
  }
}
