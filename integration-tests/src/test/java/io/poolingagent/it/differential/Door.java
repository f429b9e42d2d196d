package io.poolingagent.it.differential;

import io.poolingagent.it.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port of 127.0.0.1 where nobody can come in. */
final class Door implements AutoCloseable {

  /** Why nobody can. */
  enum Kind {
    /** Nobody listens: who connects is refused. */
    SHUT,
    /** The queue of those to be accepted is full, so Linux drops each SYN: who connects waits. */
    CROWDED
  }

  /** How long a connection takes that does not come about, while the queue fills up. */
  private static final int ENOUGH_MILLIS = 100;

  private final ServerSocket listener;
  private final List<Socket> queue = new ArrayList<>();

  Door(Kind kind) {
    try {
      listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
      if (kind == Kind.SHUT) {
        listener.close();
      } else {
        fill();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fill() throws IOException {
    while (true) {
      Socket next = new Socket();
      queue.add(next);
      try {
        next.connect(listener.getLocalSocketAddress(), ENOUGH_MILLIS);
      } catch (SocketTimeoutException full) {
        return;
      }
    }
  }

  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  @Override
  public void close() {
    Upstream.closeQuietly(listener);
    queue.forEach(Upstream::closeQuietly);
  }
}
