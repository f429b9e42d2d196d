package io.poolingagent.client.urlconnection;

import io.poolingagent.client.AgentContext;
import io.poolingagent.client.HttpSemantics;
import io.poolingagent.pool.CloseReason;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Connections come back: those whose answer was read, and those whose answer nobody reads, of
 * redirects and of code that looks at the status only.
 */
final class Unread {
  private final AgentContext context;
  private final Directory directory;

  Unread(AgentContext context, Directory directory) {
    this.context = context;
    this.directory = directory;
  }

  /**
   * Keeps a connection whose answer was read, or closes it. The JDK's lock of the client may be
   * held.
   *
   * @return false if it is left to the JDK's own cache
   */
  boolean keep(Object client) throws Throwable {
    return keep(client, true);
  }

  /**
   * @param byJdk whether the JDK would have kept it without the agent, too
   */
  private boolean keep(Object client, boolean byJdk) throws Throwable {
    PooledConnection connection = directory.of(client);
    if (connection == null || connection.isClosed()) {
      return false;
    }
    if (!context.pooling(Adapter.CLIENT)) {
      connection.closed(CloseReason.POOL_CLOSED); // out of our books; the JDK keeps its socket
      return false;
    }
    if (isBound(connection, client)) {
      // The server knows it as a user. The JDK shares such connections by rules of its own, which
      // spare an application that has one user a handshake for each request.
      connection.releasePermit(context.clock().nanoTime());
      return false;
    }
    connection.keptByJdk = byJdk;
    connection.route.pool.giveBack(connection, client, context.clock().nanoTime());
    return true;
  }

  /**
   * Whether the server knows a connection as a user, from a request of now or one before: the JDK
   * says who it is once for a connection.
   */
  private static boolean isBound(PooledConnection connection, Object client) throws Throwable {
    connection.bound =
        connection.bound
            || HttpSemantics.authenticatesConnection(Internals.sentHeader(client, "Authorization"))
            || HttpSemantics.authenticatesConnection(
                Internals.sentHeader(client, "Proxy-Authorization"));
    return connection.bound;
  }

  /** A body that ends with its connection was closed. */
  @Nullable Object bodyClosed() throws Throwable {
    directory.sweep();
    return null;
  }

  /**
   * Looks whether a request before left its answer unread that has arrived meanwhile: it is read
   * into memory, where the application can still have it, and its connection is free. Takes no lock
   * that it would have to wait for.
   */
  void reclaim(Route route, @Nullable Object asking) throws Throwable {
    for (PooledConnection connection : route.connections()) {
      connection.closedIfSocketIs();
      WeakReference<Object> reference = connection.client == null ? connection.user : null;
      Object user = reference == null ? null : reference.get();
      if (user == null || user == asking) {
        continue;
      }
      ReentrantLock lock = Internals.lockOfConnection(user);
      if (lock != null && lock.tryLock()) {
        try {
          Object client = Internals.client(user);
          if (client != null
              && directory.of(client) == connection
              && Internals.isAnswer(Internals.input(user))
              && hurry(client)) {
            pull(connection, client);
            return;
          }
        } finally {
          lock.unlock();
        }
      }
    }
  }

  private static boolean hurry(Object client) throws Throwable {
    InputStream body = Internals.body(client);
    if (body == null || !Internals.isBounded(body) || !Internals.keepingAlive(client)) {
      return false;
    }
    ReentrantLock lock = Internals.lockOfBody(body);
    if (lock == null || !lock.tryLock()) {
      return false;
    }
    try {
      return Internals.hurry(client, body);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The JDK is about to close its connection. Where it does so to follow a redirect the body goes
   * the way that the JDK goes when an application closes one that it has not read. Not earlier:
   * what follows a redirect asks the connection for its proxy before it closes it.
   */
  @Nullable Object disconnecting(@Nullable Object urlConnection) throws Throwable {
    Object client = urlConnection == null ? null : Internals.client(urlConnection);
    PooledConnection connection = directory.of(client);
    if (urlConnection == null
        || client == null
        || connection == null
        || !isRedirect(urlConnection)
        || connection.isClosed()
        || !Internals.keepingAlive(client)
        || isBound(connection, client)) {
      return null;
    }
    InputStream body = Internals.input(urlConnection);
    if (body != null && Internals.isBounded(body)) {
      body.close();
    } else if ("0".equals(Internals.responseHeader(urlConnection, "content-length"))) {
      Internals.finished(client);
    } else {
      return null;
    }
    Internals.detach(urlConnection);
    pull(connection, client);
    return null;
  }

  private static boolean isRedirect(Object urlConnection) throws Throwable {
    String status = Internals.statusLine(urlConnection); // HTTP/1.1 302 Found
    return status != null && status.startsWith("3", status.indexOf(' ') + 1);
  }

  /**
   * What the JDK does inside a hook is not itself hooked: a connection that came back there is in
   * the JDK's own cache, or was closed untold.
   */
  private void pull(PooledConnection connection, Object client) throws Throwable {
    Object taken = Internals.takeFromJdk(client);
    if (taken != null && !keep(taken, false)) {
      Internals.close(taken);
      PooledConnection other = directory.of(taken);
      if (other != null) {
        other.closed(CloseReason.ERROR);
      }
    }
    Socket socket = Internals.socket(client);
    if (socket == null || socket.isClosed()) {
      connection.closed(CloseReason.ERROR);
    }
  }
}
