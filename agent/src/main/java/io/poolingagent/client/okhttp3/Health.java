package io.poolingagent.client.okhttp3;

import io.poolingagent.config.HostSettings;
import io.poolingagent.config.Settings;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Liveness;
import java.io.IOException;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** How good a connection still is. OkHttp's lock of it is held. */
final class Health {
  private final Internals internals;
  private final Supplier<Settings> settings;
  private final long keepAliveNanos;

  /**
   * @param keepAliveNanos how long they may be idle, if that is less than the settings say
   */
  Health(Internals internals, Supplier<Settings> settings, long keepAliveNanos) {
    this.internals = internals;
    this.settings = settings;
    this.keepAliveNanos = keepAliveNanos;
  }

  /**
   * Why it must not carry another request, null if it may.
   *
   * @param ifNotQuiet the reason if the server has closed it, or spoken on
   */
  @Nullable CloseReason whyClose(PooledConnection connection, long now, CloseReason ifNotQuiet)
      throws Throwable {
    CloseReason worn = whyLeave(connection, now);
    if (worn != null) {
      return worn;
    }
    long idleNanos = now - connection.idleSinceNanos;
    if (idleNanos
        >= Math.min(keepAliveNanos, connection.destination.keepAlive().idleLimitNanos())) {
      return CloseReason.IDLE;
    }
    if (connection.destination.reuse().mayBeSilent(connection.idleSinceNanos)) {
      return CloseReason.STALE;
    }
    if (!quiet(connection)) {
      if (connection.connection.socket().isClosed()) {
        return CloseReason.IDLE; // by OkHttp's own clean-up, which tells nothing of the server
      }
      connection.destination.serverClosedIdle(idleNanos);
      return ifNotQuiet;
    }
    return null;
  }

  /** The same of what does not depend on whether it is idle. */
  @Nullable CloseReason whyLeave(PooledConnection connection, long now) {
    if (now - connection.expiresNanos >= 0) {
      return CloseReason.LIFETIME;
    }
    return connection.resets.tooMany() ? CloseReason.STALE : null;
  }

  /** Whether a request that must not be sent twice may go over it. */
  boolean mayCarryNonIdempotent(PooledConnection connection, long now) {
    HostSettings host = settings.get().forHost(connection.origin.host());
    return now - connection.idleSinceNanos
        <= host.maxIdleNanosOfNonIdempotent(connection.destination.reuse());
  }

  /** HTTP/2 connections have a reader of their own, which notices the end by itself. */
  private boolean quiet(PooledConnection connection) throws Throwable {
    if (connection.multiplexed()) {
      return true;
    }
    // Bytes that came behind the last response may have been read, or decrypted, along with it.
    if (internals.buffered(connection.connection) > 0
        || decrypted(connection.connection.socket()) > 0) {
      return false;
    }
    Socket socket = internals.rawSocket(connection.connection);
    return socket == null || Liveness.quiet(socket);
  }

  private static int decrypted(Socket socket) {
    try {
      return socket instanceof SSLSocket ? socket.getInputStream().available() : 0;
    } catch (IOException broken) {
      return 1;
    }
  }
}
