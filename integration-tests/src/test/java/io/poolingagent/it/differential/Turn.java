package io.poolingagent.it.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.poolingagent.it.Upstream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A server's turn: one request and the means to answer it. Used by the connection's thread. */
final class Turn extends Request {

  private final Connection connection;
  private volatile @Nullable String body;

  Turn(Stage stage, Connection connection, String head, int number) {
    super(stage, head, number);
    this.connection = connection;
  }

  /** The body of the request, read now if it was not before. */
  String body() throws IOException {
    String known = body;
    if (known == null) {
      String length = header("Content-Length");
      known =
          length != null
              ? connection.read(Integer.parseInt(length))
              : "chunked".equalsIgnoreCase(header("Transfer-Encoding"))
                  ? connection.readChunked()
                  : "";
      body = known;
    }
    return known;
  }

  @Override
  @Nullable String bodySoFar() {
    return body;
  }

  /** As a proxy: connects the client to the other stage until either ends. */
  void tunnel() throws IOException {
    tunnel(stage().other().port());
  }

  Turn send(String text) throws IOException {
    connection.send(text);
    return this;
  }

  /** Sends bytes as they are. */
  Turn send(byte[] bytes) throws IOException {
    connection.send(bytes);
    return this;
  }

  /** An answer with a length, these headers and this body; to HEAD without the body. */
  Turn answer(String status, String body, String... headers) throws IOException {
    StringBuilder text = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    text.append("Content-Length: ").append(body.length()).append("\r\n\r\n");
    return send(method().equals("HEAD") ? text.toString() : text + body);
  }

  /** Sends one byte after the other. */
  Turn drip(String text, int millisBetween) throws IOException {
    for (char c : text.toCharArray()) {
      connection.send(String.valueOf(c));
      Upstream.pause(millisBetween);
    }
    return this;
  }

  Turn pause(int millis) {
    Upstream.pause(millis);
    return this;
  }

  /** Tells the client program that its moment has come. */
  Turn signal() throws IOException {
    stage().signal();
    return this;
  }

  void fin() throws IOException {
    connection.fin();
  }

  void cut() throws IOException {
    connection.cut();
  }

  void reset() throws IOException {
    connection.reset();
  }

  void half() throws IOException {
    connection.half();
  }

  void awaitEnd() {
    connection.awaitEnd();
  }

  Connection connection() {
    return connection;
  }

  private void tunnel(int port) throws IOException {
    stage().over(this);
    try (Socket origin = new Socket("127.0.0.1", port)) {
      origin.setTcpNoDelay(true);
      Upstream.daemon(
          "stage-tunnel",
          () -> {
            try {
              origin.getInputStream().transferTo(connection.socket().getOutputStream());
            } catch (IOException e) {
              // One side ended: so does the other.
            } finally {
              connection.endOutput();
            }
          });
      connection.socket().getInputStream().transferTo(origin.getOutputStream());
    }
    fin();
  }

  static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(ISO_8859_1));
    }
    return bytes.toByteArray();
  }
}
