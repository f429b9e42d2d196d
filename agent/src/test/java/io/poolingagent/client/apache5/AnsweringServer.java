package io.poolingagent.client.apache5;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers each request alike, tunnels included, and remembers which came by which connection. */
final class AnsweringServer implements Closeable {
  /** What it answers. */
  static final String ANSWER = "ok";

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** A connection is reset as soon as a second request begins to come. */
  volatile boolean resetsUsedConnections;

  AnsweringServer() throws IOException {
    start("accepts", this::accept);
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      for (; ; ) {
        Socket socket = server.accept();
        accepted.add(socket);
        int number = accepted.size();
        start("serves", () -> serve(socket, number));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket, int number) {
    try (InputStream in = new BufferedInputStream(socket.getInputStream())) {
      for (String head = head(in, ""); !head.isEmpty(); ) {
        requests.add(number + " " + head.substring(0, head.indexOf(" HTTP/")));
        in.readNBytes(length(head));
        boolean tunnel = head.startsWith("CONNECT");
        String length = tunnel ? "" : "Content-Length: " + ANSWER.length() + "\r\n";
        String answer = "HTTP/1.1 200 OK\r\n" + length + "\r\n" + (tunnel ? "" : ANSWER);
        socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
        String next = String.valueOf((char) in.read());
        if (resetsUsedConnections) {
          socket.setSoLinger(true, 0);
          return;
        }
        head = head(in, next);
      }
    } catch (IOException over) {
      // The client has left.
    }
  }

  /** Empty at the end of the connection. */
  private static String head(InputStream in, String begun) throws IOException {
    StringBuilder head = new StringBuilder(begun);
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = in.read();
      if (octet < 0) {
        return "";
      }
      head.append((char) octet);
    }
    return head.toString();
  }

  private static int length(String head) {
    String field = "\r\nContent-Length: ";
    int at = head.indexOf(field) + field.length();
    return head.contains(field)
        ? Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)))
        : 0;
  }

  int port() {
    return server.getLocalPort();
  }

  /** All requests: the number of the connection, method, and target. */
  List<String> requests() {
    return requests;
  }

  /** How many connections there were. */
  int connections() {
    return accepted.size();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : accepted) {
      socket.close();
    }
  }
}
