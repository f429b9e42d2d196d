package io.poolingagent.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Where tests listen: each at a port that none had lately. What the agent learns of a server, such
 * as how soon it closes idle connections, holds for its address; a test must not meet what an
 * earlier one taught.
 */
final class Ports {
  /** Fewer than the system has to give, or there would be none left some time. */
  private static final int MOST_REMEMBERED = 4000;

  private static final Deque<Integer> ORDER = new ArrayDeque<>();
  private static final Set<Integer> USED = new HashSet<>();

  private Ports() {}

  /** Makes a socket, not bound yet. */
  interface Unbound<S extends ServerSocket> {
    S open() throws IOException;
  }

  /** Listens on loopback, at a port of its own. */
  static <S extends ServerSocket> S listen(Unbound<S> sockets, int backlog) throws IOException {
    while (true) {
      S socket = sockets.open();
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), backlog);
      if (isFirst(socket.getLocalPort())) {
        return socket;
      }
      socket.close();
    }
  }

  /** Whether nobody was told of this port lately, but for the caller from now on. */
  static synchronized boolean isFirst(int port) {
    if (!USED.add(port)) {
      return false;
    }
    ORDER.addLast(port);
    if (ORDER.size() > MOST_REMEMBERED) {
      USED.remove(ORDER.removeFirst());
    }
    return true;
  }

  /** The same without TLS. */
  static ServerSocket listen(int backlog) throws IOException {
    return listen(ServerSocket::new, backlog);
  }
}
