package io.poolingagent.client.commonshttpclient3;

import io.poolingagent.pool.Destination;
import io.poolingagent.pool.ExclusiveConnection;
import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** What the pool knows of a connection, whoever has it. */
final class PooledConnection extends ExclusiveConnection {
  /** As who opened it spells it, which its socket factory was told, and a proxy. */
  final String host;

  private volatile @Nullable Socket tcp;

  /** Upon TCP through a proxy, or the same. */
  private volatile @Nullable Socket top;

  private volatile @Nullable OpenState idle;

  PooledConnection(Destination destination, String host) {
    super(Adapter.CLIENT, destination);
    this.host = host;
  }

  /** The library has opened it: TLS stands upon TCP, unless there is none. */
  void opened(Socket tcp, Socket top) {
    this.tcp = tcp;
    this.top = top;
  }

  /** Nobody has it from now on. */
  void rest(OpenState open) {
    idle = open;
  }

  /** Somebody has it from now on; null if it is new. */
  @Nullable OpenState wake() {
    OpenState open = idle;
    idle = null;
    return open;
  }

  @Override
  protected @Nullable Socket tcpSocket() {
    return tcp;
  }

  @Override
  protected boolean hasUnreadBytes() {
    OpenState open = idle;
    try {
      return open != null && open.hasUnreadBytes();
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
