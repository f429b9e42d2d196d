package io.poolingagent.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/**
 * Waits for a byte from the test's server and then does something to a call that is under way. The
 * server knows which moment it is; a time would be a guess. Closed when the call has ended.
 */
final class Signal implements AutoCloseable {

  private final Socket socket;
  private final Thread listener;

  /**
   * @param port where the test's server listens on this machine
   * @throws IOException if it does not
   */
  Signal(int port, Runnable action) throws IOException {
    socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
    socket.getInputStream().read(); // the server knows of it before the call begins
    listener =
        new Thread(
            () -> {
              try {
                if (socket.getInputStream().read() >= 0) {
                  action.run();
                  socket.getOutputStream().write(1);
                }
              } catch (IOException over) {
                // The call ended before its moment came.
              }
            },
            "app-signal");
    listener.setDaemon(true);
    listener.start();
  }

  /** Afterwards nothing happens any more; what has begun has ended. */
  @Override
  public void close() throws IOException {
    // Not closed first: what the server has said must still be done, so that both sides do the
    // same.
    boolean interrupted = false;
    try {
      socket.shutdownOutput();
      while (true) {
        try {
          listener.join(10_000);
          break;
        } catch (InterruptedException theCallersOwn) {
          interrupted = true;
        }
      }
    } finally {
      socket.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
