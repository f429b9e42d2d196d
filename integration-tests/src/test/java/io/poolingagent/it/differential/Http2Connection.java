package io.poolingagent.it.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.poolingagent.it.Upstream;
import io.undertow.protocols.http2.HpackDecoder;
import io.undertow.protocols.http2.HpackException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One HTTP/2 connection as its server's end has it. Frames are read by one thread, written by any.
 */
final class Http2Connection {
  private static final int MOST_IN_A_FRAME = 16_384;

  /** How long a client may leave its windows shut before the server gives up. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final Http2 script;
  private final Stage stage;
  private final Connection connection;
  private final DataInputStream in;
  private final HpackDecoder hpack = new HpackDecoder();
  private final Map<Integer, Http2Turn> turns = new ConcurrentHashMap<>();
  private boolean pongs = true;

  // What the client lets the server send, guarded by this:
  private final Map<Integer, Integer> windows = new LinkedHashMap<>();
  private int window = 65_535;
  private int initialWindow = 65_535;

  Http2Connection(Http2 script, Stage stage, Connection connection) {
    this.script = script;
    this.stage = stage;
    this.connection = connection;
    this.in = new DataInputStream(connection.in());
  }

  /** Reads frames until the client ends the connection. */
  void serve() throws IOException {
    preface();
    script.greeting().greet(this);
    frames();
  }

  /** The same after a request over HTTP/1.1 that asked for HTTP/2, and is answered over that. */
  void serve(String head, String body) throws IOException {
    script.greeting().greet(this);
    arrived(1, head, body, true);
    preface();
    frames();
  }

  /** RFC 9113, section 3.4. */
  private void preface() throws IOException {
    in.readFully(new byte[24]);
  }

  private void frames() throws IOException {
    while (true) {
      int lengthAndType = in.readInt();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = new byte[lengthAndType >>> 8];
      in.readFully(payload);
      received(lengthAndType & 0xff, flags, stream, ByteBuffer.wrap(payload));
    }
  }

  private void received(int type, int flags, int stream, ByteBuffer payload) throws IOException {
    boolean ends = (flags & Http2.END_STREAM) != 0;
    switch (type) {
      case Http2.HEADERS -> begin(stream, flags, payload, ends);
      case Http2.DATA -> {
        Http2Turn turn = turns.get(stream);
        if (turn != null) {
          turn.received(ISO_8859_1.decode(payload).toString(), ends);
        }
      }
      case Http2.RST_STREAM -> {
        Http2Turn turn = turns.remove(stream);
        if (turn != null) {
          turn.cancelled();
        }
      }
      case Http2.SETTINGS -> {
        if ((flags & Http2.ACK) == 0) {
          apply(payload);
          frame(Http2.SETTINGS, Http2.ACK, 0);
        }
      }
      case Http2.PING -> {
        if ((flags & Http2.ACK) == 0 && pongs) {
          frame(Http2.PING, Http2.ACK, 0, payload.array());
        }
      }
      case Http2.WINDOW_UPDATE -> widen(stream, payload.getInt());
      default -> {
        // PRIORITY, GOAWAY: nothing to be done.
      }
    }
  }

  private void begin(int stream, int flags, ByteBuffer payload, boolean ends) throws IOException {
    if ((flags & Http2.END_HEADERS) == 0 || (flags & Http2.PADDED) != 0) {
      throw new IOException("more than the clients of these tests need");
    }
    if ((flags & Http2.WITH_PRIORITY) != 0) {
      payload.position(5);
    }
    Map<String, String> pseudo = new LinkedHashMap<>();
    StringBuilder headers = new StringBuilder();
    hpack.setHeaderEmitter(
        (name, value, never) -> {
          if (name.toString().startsWith(":")) {
            pseudo.put(name.toString(), value);
          } else {
            headers.append(name).append(": ").append(value).append("\r\n");
          }
        });
    try {
      hpack.decode(payload, false);
    } catch (HpackException e) {
      throw new IOException(e);
    }
    String method = pseudo.remove(":method");
    String path = pseudo.remove(":path");
    String head = method + " " + path + " HTTP/2 " + pseudo + "\r\n" + headers + "\r\n";
    arrived(stream, head, "", ends);
  }

  private void arrived(int stream, String head, String body, boolean ends) throws IOException {
    synchronized (this) {
      windows.put(stream, initialWindow);
    }
    if (Request.target(head).endsWith("/warm")) {
      new Http2Turn(stage, this, stream, head, 0).answer("200", "warm");
      return;
    }
    Http2Turn turn = stage.arrived(number -> new Http2Turn(stage, this, stream, head, number));
    turns.put(stream, turn);
    turn.received(body, ends);
    Upstream.daemon("stage-stream", () -> act(turn));
  }

  private void act(Http2Turn turn) {
    try {
      if (!script.actsBeforeTheBody()) {
        turn.body();
      }
      script.play().act(turn);
    } catch (IOException gone) {
      // The client went away, or the play ended the connection.
    } finally {
      stage.over(turn);
    }
  }

  private synchronized void apply(ByteBuffer settings) {
    while (settings.hasRemaining()) {
      int setting = settings.getShort();
      int value = settings.getInt();
      if (setting == Http2.INITIAL_WINDOW_SIZE) {
        int change = value - initialWindow;
        windows.replaceAll((stream, left) -> left + change);
        initialWindow = value;
      }
    }
    notifyAll();
  }

  private synchronized void widen(int stream, int more) {
    if (stream == 0) {
      window += more;
    } else {
      windows.merge(stream, more, Integer::sum);
    }
    notifyAll();
  }

  /** Takes as much of both windows as there is, at most so much. */
  private synchronized int take(int stream, int wanted) throws IOException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (wanted > 0 && Math.min(window, windows.getOrDefault(stream, 0)) <= 0) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new IOException("the client's window stays shut");
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    int taken = Math.min(wanted, Math.min(window, windows.getOrDefault(stream, 0)));
    window -= taken;
    windows.merge(stream, -taken, Integer::sum);
    return taken;
  }

  /** Sends a body within the client's windows. */
  void data(int stream, byte[] body, boolean ends) throws IOException {
    int sent = 0;
    do {
      int length = take(stream, Math.min(body.length - sent, MOST_IN_A_FRAME));
      boolean last = sent + length == body.length;
      byte[] part = new byte[length];
      System.arraycopy(body, sent, part, 0, length);
      frame(Http2.DATA, last && ends ? Http2.END_STREAM : 0, stream, part);
      sent += length;
    } while (sent < body.length);
  }

  /** SETTINGS: names and values by turns. */
  void settings(int... settings) throws IOException {
    ByteBuffer payload = ByteBuffer.allocate(settings.length * 3);
    for (int i = 0; i < settings.length; i += 2) {
      payload.putShort((short) settings[i]).putInt(settings[i + 1]);
    }
    frame(Http2.SETTINGS, 0, 0, payload.array());
  }

  /** GOAWAY. */
  void goAway(int lastStream, int code) throws IOException {
    frame(Http2.GOAWAY, 0, 0, numbers(lastStream, code));
  }

  /** The client's PINGs are not answered any more. */
  void losesPings() {
    pongs = false;
  }

  /** Any frame. */
  void frame(int type, int flags, int stream, byte... payload) throws IOException {
    bytes(encoded(type, flags, stream, payload));
  }

  static byte[] encoded(int type, int flags, int stream, byte... payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .putInt(payload.length << 8 | type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /** Any bytes. */
  synchronized void bytes(byte[] bytes) throws IOException {
    connection.send(bytes);
  }

  static byte[] numbers(int... numbers) {
    ByteBuffer payload = ByteBuffer.allocate(numbers.length * 4);
    for (int number : numbers) {
      payload.putInt(number);
    }
    return payload.array();
  }

  /** Header lines as literals that no table holds (RFC 7541, section 6.2.2). */
  static byte[] hpack(String... headers) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (String header : headers) {
      int colon = header.indexOf(':', 1);
      block.write(0);
      literal(block, header.substring(0, colon));
      literal(block, header.substring(colon + 1).replaceFirst("^ ", ""));
    }
    return block.toByteArray();
  }

  private static void literal(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    int most = 127; // what fits into seven bits, section 5.1
    if (bytes.length < most) {
      block.write(bytes.length);
    } else {
      block.write(most);
      int rest = bytes.length - most;
      for (; rest >= 128; rest >>>= 7) {
        block.write(rest & 127 | 128);
      }
      block.write(rest);
    }
    block.writeBytes(bytes);
  }

  /** Ends the connection properly: close_notify and FIN. What the client still says is read. */
  void fin() throws IOException {
    connection.socket().shutdownOutput();
    connection.endOutput();
  }

  /** FIN without a close_notify. */
  void cut() {
    connection.endOutput();
  }

  /** Ends it by RST. */
  void reset() throws IOException {
    connection.reset();
  }
}
