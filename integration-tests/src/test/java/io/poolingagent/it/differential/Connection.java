package io.poolingagent.it.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.poolingagent.it.Upstream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** One connection as its server's end has it: bytes, and every way to end. Used by one thread. */
final class Connection {
  /** How long a client may take that has no reason to wait, and one that has a timeout. */
  private static final int UNHURRIED = 50;

  private static final int PATIENT = 1000;

  private final Socket tcp;
  private final Socket socket;
  private final InputStream in;
  private boolean ended;

  /**
   * @param socket what HTTP is spoken on: {@code tcp} itself, or TLS over it
   */
  Connection(Socket tcp, Socket socket) throws IOException {
    this.tcp = tcp;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  Socket tcp() {
    return tcp;
  }

  Socket socket() {
    return socket;
  }

  InputStream in() {
    return in;
  }

  boolean ended() {
    return ended;
  }

  /** The next head with all its line ends, null when the client ends the connection instead. */
  @Nullable String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
      int b = in.read();
      if (b < 0) {
        return null;
      }
      head.append((char) b);
    }
    return head.toString();
  }

  /** Exactly so many bytes. */
  String read(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("the client ended within a body");
    }
    return new String(bytes, ISO_8859_1);
  }

  /** A body in chunks, without its framing. */
  String readChunked() throws IOException {
    StringBuilder body = new StringBuilder();
    while (true) {
      int size = Integer.parseInt(Upstream.line(in).trim(), 16);
      body.append(read(size));
      Upstream.line(in);
      if (size == 0) {
        return body.toString();
      }
    }
  }

  /** Sends a text as it is, one byte for each character. */
  void send(String text) throws IOException {
    send(text.getBytes(ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Ends the connection properly: FIN, over TLS with a close_notify before it. */
  void fin() throws IOException {
    ended = true;
    // Closing a TLS socket would wait for the client's close_notify.
    socket.shutdownOutput();
    tcp.close();
  }

  /** Ends it by FIN without a close_notify. */
  void cut() throws IOException {
    ended = true;
    tcp.shutdownOutput();
    drain(UNHURRIED);
    tcp.close();
  }

  /** Ends it by RST. */
  void reset() throws IOException {
    ended = true;
    tcp.setSoLinger(true, 0);
    tcp.close();
  }

  /** Sends FIN and goes on reading until the client ends, too, or does not for a while. */
  void half() throws IOException {
    ended = true;
    socket.shutdownOutput();
    drain(UNHURRIED);
    tcp.close();
  }

  /** Sends FIN; from any thread. */
  void endOutput() {
    try {
      tcp.shutdownOutput();
    } catch (IOException e) {
      // Ended already.
    }
  }

  /** Waits until the client ends the connection. */
  void awaitEnd() {
    ended = true;
    drain(PATIENT);
  }

  private void drain(int millis) {
    try {
      tcp.setSoTimeout(millis);
      while (in.read() >= 0) {
        // until the client ends
      }
    } catch (IOException gone) {
      // Ended by RST, or never.
    }
  }
}
