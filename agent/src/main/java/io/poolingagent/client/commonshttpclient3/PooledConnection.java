package io.poolingagent.client.commonshttpclient3;

import io.poolingagent.pool.Destination;
import io.poolingagent.pool.ExclusiveConnection;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * What the pool knows of a connection. It refers to the library's object only while it is idle, so
 * that an application which drops that object without releasing it is noticed.
 */
final class PooledConnection extends ExclusiveConnection {
  private volatile @Nullable Socket tcp;

  /** Upon TCP through a proxy, or the same. */
  private volatile @Nullable Socket top;

  private volatile @Nullable SharedConnection idle;

  PooledConnection(Destination destination) {
    super(Adapter.CLIENT, destination);
  }

  /** The library has opened it: TLS stands upon TCP, unless there is none. */
  void opened(Socket tcp, Socket top) {
    this.tcp = tcp;
    this.top = top;
  }

  /** Keeps the library's object until it is taken. */
  void rest(SharedConnection connection) {
    idle = connection;
  }

  /** The library's object of a connection that was idle. */
  SharedConnection wake() {
    SharedConnection kept = idle;
    if (kept == null) {
      throw new IllegalStateException("it was not idle");
    }
    idle = null;
    return kept;
  }

  @Override
  protected @Nullable Socket tcpSocket() {
    return tcp;
  }

  @Override
  protected boolean hasUnreadBytes() {
    Socket open = top;
    SharedConnection kept = idle;
    try {
      return (kept != null && kept.isResponseAvailable())
          || (open instanceof SSLSocket && open.getInputStream().available() > 0);
    } catch (IOException broken) {
      return true;
    }
  }

  @Override
  protected void closeSocket() {
    Socket open = top;
    if (open != null) {
      try {
        open.close();
      } catch (IOException | RuntimeException alreadyBroken) {
        // It is closed either way; old JDKs throw RuntimeExceptions from TLS sockets.
      }
    }
  }
}
