package io.poolingagent.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * An HTTP/2 server that leaves each connection after a number of requests, as nginx does: it says
 * so (GOAWAY, RFC 9113 section 6.8) when the last one begins, ignores later ones, and closes right
 * behind the last answer. It knows a request by its body, as it does not read headers. Thread-safe.
 */
public final class LeavingServer implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final byte STATUS_200 = (byte) 0x88; // RFC 7541 appendix A, index 8

  private final SSLServerSocket listener;
  private final int requestsPerConnection;
  private final int endsMillisLater;
  private final AtomicInteger processed = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final Map<String, Integer> bodies = new ConcurrentHashMap<>();

  /** Starts it. */
  public LeavingServer(int requestsPerConnection) {
    this(requestsPerConnection, 0);
  }

  /**
   * The same, whose answers say how long they are, and end in a frame of their own.
   *
   * @param endsMillisLater how long after the last byte; 0 for with it
   */
  public LeavingServer(int requestsPerConnection, int endsMillisLater) {
    this.requestsPerConnection = requestsPerConnection;
    this.endsMillisLater = endsMillisLater;
    try {
      listener =
          Ports.listen(
              () ->
                  (SSLServerSocket) TestTls.server().getServerSocketFactory().createServerSocket(),
              1024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SSLParameters parameters = listener.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    listener.setSSLParameters(parameters);
    daemon(this::accept);
  }

  /** Its address. */
  public String url() {
    return "https://localhost:" + listener.getLocalPort() + "/";
  }

  /** How many requests were answered; the ignored ones do not count. */
  public int processed() {
    return processed.get();
  }

  /** How many connections it accepted. */
  public int connections() {
    return connections.get();
  }

  /** How often a request with each body was answered. */
  public Map<String, Integer> bodies() {
    return bodies;
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        SSLSocket socket = (SSLSocket) listener.accept();
        connections.incrementAndGet();
        daemon(() -> serve(socket));
      } catch (IOException e) {
        // The listener was closed, or one connection failed.
      }
    }
  }

  private void serve(SSLSocket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      in.readNBytes(24); // the preface, RFC 9113 section 3.4
      out.write(frame(SETTINGS, 0, 0));
      int begun = 0;
      int last = Integer.MAX_VALUE;
      int answered = 0;
      Map<Integer, String> begunBodies = new HashMap<>();
      while (answered < requestsPerConnection) {
        int typeAndLength = in.readInt();
        int type = typeAndLength & 0xff;
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(typeAndLength >>> 8);
        if (type == SETTINGS && (flags & ACK) == 0) {
          out.write(frame(SETTINGS, ACK, 0));
        } else if (type == HEADERS && stream <= last) {
          begun++;
          if (begun == requestsPerConnection) {
            last = stream;
            out.write(frame(GOAWAY, 0, 0, 0, 0, 0, stream, 0, 0, 0, 0));
          }
        }
        if (type == DATA) {
          begunBodies.merge(stream, new String(payload, UTF_8), String::concat);
        }
        boolean ends = (type == HEADERS || type == DATA) && (flags & END_STREAM) != 0;
        if (ends && stream <= last) {
          processed.incrementAndGet();
          bodies.merge(String.valueOf(begunBodies.remove(stream)), 1, Integer::sum);
          answered++;
          ByteArrayOutputStream answer = new ByteArrayOutputStream();
          if (endsMillisLater == 0) {
            answer.write(frame(HEADERS, END_HEADERS, stream, STATUS_200));
            answer.write(frame(DATA, END_STREAM, stream, 'o', 'k'));
            out.write(answer.toByteArray());
          } else {
            // content-length: 2, by its name's index (RFC 7541 section 6.2.2)
            answer.write(frame(HEADERS, END_HEADERS, stream, STATUS_200, 0x0f, 28 - 15, 1, '2'));
            answer.write(frame(DATA, 0, stream, 'o', 'k'));
            out.write(answer.toByteArray());
            Upstream.pause(endsMillisLater);
            out.write(frame(DATA, END_STREAM, stream));
          }
        }
      }
      socket.shutdownOutput();
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The client went away.
    }
  }

  private static byte[] frame(int type, int flags, int stream, int... payload) {
    byte[] frame = new byte[9 + payload.length];
    frame[2] = (byte) payload.length;
    frame[3] = (byte) type;
    frame[4] = (byte) flags;
    for (int i = 0; i < 4; i++) {
      frame[5 + i] = (byte) (stream >>> (24 - 8 * i));
    }
    for (int i = 0; i < payload.length; i++) {
      frame[9 + i] = (byte) payload[i];
    }
    return frame;
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "leaving-server");
    thread.setDaemon(true);
    thread.start();
  }
}
