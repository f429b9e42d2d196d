package io.poolingagent.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * An HTTP/1.1 server that answers each GET as if the connection could be used again, and spoils the
 * connection right behind the answer. Thread-safe.
 */
public final class SpoilingServer implements AutoCloseable {

  /** What comes behind an answer. */
  public enum Spoiler {
    FIN,
    RST,
    GARBAGE
  }

  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(ISO_8859_1);
  private static final byte[] GARBAGE = "nobody asked for this\r\n".getBytes(ISO_8859_1);

  private final ServerSocket listener;
  private final Spoiler spoiler;

  /** Starts it. */
  public SpoilingServer(Spoiler spoiler) {
    this.spoiler = spoiler;
    try {
      listener = Ports.listen(1024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Upstream.daemon("spoiling-server", this::accept);
  }

  /** Its address. */
  public String url() {
    return "http://localhost:" + listener.getLocalPort() + "/";
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Upstream.daemon("spoiling-server", () -> serve(socket));
      } catch (IOException e) {
        // The listener was closed, or one connection failed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      OutputStream out = socket.getOutputStream();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.isEmpty()) {
          continue; // of a request's head
        }
        out.write(ANSWER);
        switch (spoiler) {
          case FIN:
            socket.shutdownOutput();
            in.transferTo(Writer.nullWriter());
            return;
          case RST:
            socket.setSoLinger(true, 0);
            return;
          default:
            out.write(GARBAGE);
        }
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
