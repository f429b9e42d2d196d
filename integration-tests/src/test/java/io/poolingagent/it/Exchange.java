package io.poolingagent.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request at an {@link Upstream} and the means to answer it. Used by the connection's own
 * thread.
 */
public final class Exchange {

  private final Upstream.Request request;
  private final InputStream in;
  private final OutputStream out;
  private final @Nullable String keepAlive;
  private final boolean last;
  private boolean ended;

  Exchange(
      Upstream.Request request,
      InputStream in,
      OutputStream out,
      @Nullable String keepAlive,
      boolean last) {
    this.request = request;
    this.in = in;
    this.out = out;
    this.keepAlive = keepAlive;
    this.last = last;
  }

  /** The request. */
  public Upstream.Request request() {
    return request;
  }

  /** Answers with this status, headers (each {@code Name: value}) and body. */
  public void respond(int status, String body, String... headers) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(head(status, bytes.length, headers).getBytes(UTF_8));
    if (!request.method().equals("HEAD")) {
      message.write(bytes);
    }
    // One write: a head and a body sent apart would measure the peer's delayed ACK.
    raw(message.toByteArray());
  }

  /** The head of an answer, as {@link #respond} would send it. */
  public String head(int status, long length, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" Status\r\n");
    if (status != 204) {
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    if (Stream.of(headers).noneMatch(header -> header.startsWith("Content-Type:"))) {
      head.append("Content-Type: text/plain;charset=utf-8\r\n");
    }
    if (keepAlive != null) {
      head.append("Keep-Alive: ").append(keepAlive).append("\r\n");
    }
    if (last) {
      head.append("Connection: close\r\n");
    }
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /** Writes bytes as they are. */
  public void raw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Ends the connection, without an answer when none was sent before. */
  public void drop() {
    ended = true;
  }

  boolean ended() {
    return ended;
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }
}
