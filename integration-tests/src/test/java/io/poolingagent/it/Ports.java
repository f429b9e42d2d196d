package io.poolingagent.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where tests listen: each at a port that none of this JVM had before. What the agent learns of a
 * server, such as how soon it closes idle connections, holds for its address; a test must not meet
 * what an earlier one taught.
 */
public final class Ports {
  private static final Set<Integer> USED = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /** Makes a socket, not bound yet. */
  public interface Unbound<S extends ServerSocket> {
    S open() throws IOException;
  }

  /** Listens on loopback, at a port of its own. */
  public static <S extends ServerSocket> S listen(Unbound<S> sockets, int backlog)
      throws IOException {
    while (true) {
      S socket = sockets.open();
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), backlog);
      if (USED.add(socket.getLocalPort())) {
        return socket;
      }
      socket.close();
    }
  }

  /** The same without TLS. */
  public static ServerSocket listen(int backlog) throws IOException {
    return listen(ServerSocket::new, backlog);
  }
}
