package io.poolingagent.pool;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that carries one request at a time, as an {@link ExclusivePool} keeps it. Whoever
 * has taken it uses it alone; while it is idle it is the pool's.
 */
public abstract class ExclusiveConnection {
  private final Destination destination;
  private final ConnectionStats stats;

  /** When it must not serve another request; set when it is opened. */
  long expiresNanos;

  long idleSinceNanos;

  /** When it was taken last for a request. */
  long takenNanos;

  /** When the server or the library's keep-alive strategy would not have it used any more. */
  long keepUntilNanos;

  /** Its socket is open. Guarded by the pool's line. */
  boolean open;

  /** Whoever has it is beyond a soft limit. Guarded by the pool's line. */
  boolean beyond;

  /**
   * @param client the library, as in {@link PoolKey#client()}
   */
  protected ExclusiveConnection(String client, Destination destination) {
    this.destination = destination;
    this.stats = destination.stats(client);
  }

  /** Where it leads. */
  public final Destination destination() {
    return destination;
  }

  /** Where what happens to it is counted. */
  public final ConnectionStats stats() {
    return stats;
  }

  /**
   * It was used before, and a request on it got no byte of an answer. An end that the application
   * made, or a timeout of another kind than of the socket, tells nothing of the connection.
   */
  public final void unanswered(IOException why) {
    if (why instanceof SocketTimeoutException) {
      destination.reuse().silent(takenNanos);
    } else if (!(why instanceof InterruptedIOException)) {
      destination.reuse().died();
    }
  }

  /** The TCP socket below TLS; null while there is none. */
  protected abstract @Nullable Socket tcpSocket();

  /**
   * Whether bytes were read from the socket that nobody has asked for, by TLS or by the library.
   */
  protected abstract boolean hasUnreadBytes();

  /** Closes the socket, without waiting and without throwing. */
  protected abstract void closeSocket();

  /** Whether nobody can ask for it any more. */
  protected boolean isOrphaned() {
    return false;
  }
}
