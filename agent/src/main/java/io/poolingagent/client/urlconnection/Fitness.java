package io.poolingagent.client.urlconnection;

import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.KeepAlive;
import io.poolingagent.pool.Liveness;
import io.poolingagent.pool.Permit;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whether a connection may serve another request: what tells it is its age, its server's words and
 * its socket. Whoever asks has the connection to itself.
 */
final class Fitness {
  /** What the JDK's own cache keeps for each host unless the user says otherwise. */
  private static final int KEPT_BY_JDK = 5;

  private Fitness() {}

  /**
   * Whether the request would travel on it without the agent, and without a look at it: what comes
   * of that does not come of sharing. The look is a system call, a twentieth of a small request.
   */
  static boolean jdkWouldUse(
      PooledConnection connection, Object client, @Nullable SSLSocketFactory factory)
      throws Throwable {
    return connection.keptByJdk
        && connection.route.idle() < KEPT_BY_JDK
        && (factory == null || Internals.factory(client) == factory);
  }

  /**
   * Why an idle connection can't be used again; null if it can.
   *
   * @param unseen whether the socket is not looked at
   */
  static @Nullable CloseReason whyClose(
      PooledConnection connection, Object client, long idleNanos, long now, boolean unseen)
      throws Throwable {
    Destination destination = connection.route.destination;
    KeepAlive keepAlive = destination.keepAlive();
    long user = connection.userIdleNanos;
    long limit = user < 0 ? keepAlive.idleLimitNanos() : Math.min(user, keepAlive.knownNanos());
    if (connection.route.pool.isClosed()) {
      return CloseReason.POOL_CLOSED;
    }
    if (now - connection.expiresNanos >= 0) {
      return CloseReason.LIFETIME;
    }
    if (idleNanos >= limit) {
      return CloseReason.IDLE;
    }
    if (destination.reuse().mayBeSilent(connection.idleSinceNanos)) {
      return CloseReason.STALE;
    }
    if (!unseen && !quiet(client)) {
      destination.serverClosedIdle(idleNanos);
      return CloseReason.STALE;
    }
    return null;
  }

  private static boolean quiet(Object client) throws Throwable {
    Socket socket = Internals.socket(client);
    if (socket == null || socket.isClosed()) {
      return false;
    }
    Socket raw = Internals.raw(socket);
    try {
      // Bytes that came behind the last answer may have been decrypted along with it.
      if (socket instanceof SSLSocket && socket.getInputStream().available() > 0) {
        return false;
      }
      return raw == null ? Liveness.quietByRead(socket) : Liveness.quiet(raw);
    } catch (IOException broken) {
      return false;
    }
  }

  /**
   * Why a connection is not to wait for another request; null if it is.
   *
   * @param seconds as the JDK has read the server's {@code Keep-Alive}
   */
  static @Nullable CloseReason whyNotKeep(PooledConnection connection, int seconds, long now) {
    Permit permit = connection.permit;
    if (permit != null && permit.overflow()) {
      return CloseReason.OVERFLOW;
    }
    if (!connection.shareable) {
      return CloseReason.CLIENT_CLOSED;
    }
    if (connection.route.pool.isClosed()) {
      return CloseReason.POOL_CLOSED;
    }
    if (seconds == -2) {
      return CloseReason.SERVER; // "Keep-Alive: timeout=0"
    }
    if (connection.userIdleNanos == 0) {
      return CloseReason.IDLE;
    }
    return now - connection.expiresNanos >= 0 ? CloseReason.LIFETIME : null;
  }

  /**
   * What its server said last. The JDK reads it only beside "Connection: keep-alive", which is
   * old-fashioned.
   */
  static @Nullable String keepAliveHeader(PooledConnection connection) throws Throwable {
    if (connection.givesNoHints) {
      return null;
    }
    WeakReference<Object> reference = connection.user;
    Object user = reference == null ? null : reference.get();
    if (user == null) {
      return null;
    }
    String said = Internals.responseHeader(user, "Keep-Alive");
    connection.givesNoHints = said == null;
    return said;
  }
}
