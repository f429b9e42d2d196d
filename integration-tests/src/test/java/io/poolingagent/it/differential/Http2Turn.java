package io.poolingagent.it.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.poolingagent.it.Upstream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server's turn on a stream: one request and the means to answer it. Thread-safe. */
final class Http2Turn extends Request {

  private final Http2Connection connection;
  private final int stream;
  private final StringBuffer received = new StringBuffer();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean complete;

  Http2Turn(Stage stage, Http2Connection connection, int stream, String head, int number) {
    super(stage, head, number);
    this.connection = connection;
    this.stream = stream;
  }

  /** The client has sent this much more of the body. */
  void received(String more, boolean ends) {
    received.append(more);
    if (ends) {
      complete = true;
      end.countDown();
    }
  }

  /** The client wants no answer any more. */
  void cancelled() {
    end.countDown();
  }

  /** The body of the request, when it has come. */
  String body() throws IOException {
    try {
      if (!end.await(5, TimeUnit.SECONDS)) {
        throw new IOException("the body never ends");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (!complete) {
      throw new IOException("the client has cancelled the stream");
    }
    return received.toString();
  }

  @Override
  @Nullable String bodySoFar() {
    return complete ? received.toString() : null;
  }

  int stream() {
    return stream;
  }

  /** What a GOAWAY says that leaves this stream alone unprocessed; 0 for none (RFC 9113, 6.8). */
  int streamBefore() {
    return Math.max(0, stream - 2);
  }

  Http2Connection connection() {
    return connection;
  }

  /** An answer with these headers and this body; to HEAD without the body. */
  Http2Turn answer(String status, String body, String... headers) throws IOException {
    boolean bodiless = method().equals("HEAD") || body.isEmpty();
    frame(
        Http2.HEADERS,
        Http2.END_HEADERS | (bodiless ? Http2.END_STREAM : 0),
        Http2Connection.hpack(head(status, headers)));
    return bodiless ? this : lastData(body);
  }

  /** HEADERS that begin an answer. */
  Http2Turn headers(String status, String... headers) throws IOException {
    return frame(Http2.HEADERS, Http2.END_HEADERS, Http2Connection.hpack(head(status, headers)));
  }

  private static String[] head(String status, String... headers) {
    String[] all = new String[headers.length + 1];
    all[0] = ":status: " + status;
    System.arraycopy(headers, 0, all, 1, headers.length);
    return all;
  }

  /** HEADERS that end an answer. */
  Http2Turn trailers(String... trailers) throws IOException {
    return frame(
        Http2.HEADERS, Http2.END_HEADERS | Http2.END_STREAM, Http2Connection.hpack(trailers));
  }

  Http2Turn data(String part) throws IOException {
    connection.data(stream, part.getBytes(ISO_8859_1), false);
    return this;
  }

  Http2Turn lastData(String part) throws IOException {
    connection.data(stream, part.getBytes(ISO_8859_1), true);
    return this;
  }

  /** RST_STREAM. */
  Http2Turn resetStream(int code) throws IOException {
    return frame(Http2.RST_STREAM, 0, Http2Connection.numbers(code));
  }

  /** GOAWAY. */
  Http2Turn goAway(int lastStream, int code) throws IOException {
    connection.goAway(lastStream, code);
    return this;
  }

  /** Any frame of this stream. */
  Http2Turn frame(int type, int flags, byte... payload) throws IOException {
    connection.frame(type, flags, stream, payload);
    return this;
  }

  Http2Turn pause(int millis) {
    Upstream.pause(millis);
    return this;
  }

  /** Tells the client program that its moment has come. */
  Http2Turn signal() throws IOException {
    stage().signal();
    return this;
  }
}
