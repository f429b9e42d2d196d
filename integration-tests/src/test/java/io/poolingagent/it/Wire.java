package io.poolingagent.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;

/** A TCP relay in front of a server that cannot count its sockets itself. Thread-safe. */
final class Wire implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final SocketCount sockets = new SocketCount();

  private Wire(int target) {
    this.target = target;
    try {
      listener = Ports.listen(1024);
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

  SocketCount sockets() {
    return sockets;
  }

  void closeConnections() {
    sockets.closeAll();
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
        sockets.accepted(client);
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
      sockets.gone(from);
      sockets.gone(to);
      Upstream.closeQuietly(from);
      Upstream.closeQuietly(to);
    }
  }
}
