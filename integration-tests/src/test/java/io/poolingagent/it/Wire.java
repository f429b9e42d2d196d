package io.poolingagent.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP relay in front of a server that cannot count its sockets itself. Thread-safe. */
final class Wire implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger maxOpen = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private Wire(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 1024, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Upstream.daemon("wire-accept", this::accept);
  }

  static Wire to(int port) {
    return new Wire(port);
  }

  int port() {
    return listener.getLocalPort();
  }

  int connections() {
    return accepted.get();
  }

  int maxOpen() {
    return maxOpen.get();
  }

  int open() {
    return open.size();
  }

  void closeConnections() {
    open.forEach(Upstream::closeQuietly);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeConnections();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        accepted.incrementAndGet();
        open.add(client);
        // A FIN that arrived before this accept is seen a moment later, see Upstream.settle.
        for (int i = 0; open.size() > maxOpen.get() && i < 20; i++) {
          Upstream.pause(1);
        }
        maxOpen.accumulateAndGet(open.size(), Math::max);
        client.setTcpNoDelay(true);
        Socket server = new Socket("127.0.0.1", target);
        server.setTcpNoDelay(true);
        Upstream.daemon("wire-up", () -> relay(client, server));
        Upstream.daemon("wire-down", () -> relay(server, client));
      } catch (IOException e) {
        // The listener was closed, or one connection failed: the client sees it.
      }
    }
  }

  private void relay(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException e) {
      // One side ended: so does the other.
    } finally {
      open.remove(from);
      open.remove(to);
      Upstream.closeQuietly(from);
      Upstream.closeQuietly(to);
    }
  }
}
