package io.poolingagent.client.apache5;

import io.poolingagent.pool.Destination;
import io.poolingagent.pool.ExclusiveConnection;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/** A connection of the library's that clients share, one after the other. */
final class PooledConnection extends ExclusiveConnection {
  final ManagedHttpClientConnection connection;
  final HttpRoute route;
  private final Internals internals;

  /** Below TLS. */
  private volatile @Nullable Socket tcp;

  private long tcpNanos;
  private long tlsNanos;

  /** Whether it was opened by the configuration of its pool. */
  final boolean shared;

  /** Whom a proxy knows its tunnel by; null for nobody. */
  private final @Nullable Object tunnelUser;

  PooledConnection(
      ManagedHttpClientConnection connection,
      HttpRoute route,
      Destination destination,
      Internals internals,
      @Nullable Object tunnelUser,
      boolean shared) {
    super(Adapter.CLIENT, destination);
    this.connection = connection;
    this.route = route;
    this.internals = internals;
    this.tunnelUser = tunnelUser;
    this.shared = shared;
  }

  /** It was connected. */
  void boundTcp(Socket socket) {
    tcp = socket;
    tcpNanos = System.nanoTime();
  }

  /** TLS stands upon that. */
  void boundTls() {
    tlsNanos = System.nanoTime();
  }

  /** TLS stands upon this. */
  void boundTls(Socket socket) {
    tcp = socket;
    boundTls();
  }

  /** How long TLS took; -1 if there is none, or if that is not known. */
  long tlsNanos() {
    return tlsNanos == 0 || tcpNanos == 0 ? -1 : tlsNanos - tcpNanos;
  }

  /** Whether it leads where a request wants to go, by the same way and as the same user. */
  boolean suits(HttpRoute wanted, @Nullable Object user) {
    return route.equals(wanted)
        && (!route.isTunnelled() || (tunnelUser == null ? user == null : tunnelUser.equals(user)));
  }

  @Override
  protected @Nullable Socket tcpSocket() {
    return tcp;
  }

  @Override
  protected boolean hasUnreadBytes() {
    if (internals.buffered(connection) > 0) {
      return true;
    }
    Socket socket = connection.getSocket();
    try {
      return socket instanceof SSLSocket && socket.getInputStream().available() > 0;
    } catch (IOException broken) {
      return true;
    }
  }

  @Override
  protected void closeSocket() {
    connection.close(CloseMode.IMMEDIATE);
  }
}
