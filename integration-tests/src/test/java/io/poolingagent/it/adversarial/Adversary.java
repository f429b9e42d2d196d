package io.poolingagent.it.adversarial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.poolingagent.it.SocketCount;
import io.poolingagent.it.Upstream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A server of one {@link Behaviour} on raw sockets, TCP_NODELAY, that answers with the last part of
 * the request's path and tells a {@link Ledger} what it did. Thread-safe.
 */
final class Adversary implements AutoCloseable {
  private static final int MAX_REQUESTS = 3;
  private static final int FORGETS_AFTER_MILLIS = 1_000;

  private final Behaviour behaviour;
  private final Ledger ledger;
  private final ServerSocket listener;
  private final Random random;
  private final Set<Line> open = ConcurrentHashMap.newKeySet();
  private final SocketCount sockets;
  private final SocketCount all;
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger silenced = new AtomicInteger();
  private volatile boolean left;
  private final List<long[]> events = new CopyOnWriteArrayList<>();

  /** A connection. */
  private final class Line {
    final Socket socket;
    final InputStream in;
    final Random random;
    volatile int number;
    long answeredAt = System.currentTimeMillis();
    volatile boolean silent;
    volatile boolean underWay;

    Line(Socket socket, long seed) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.random = new Random(seed);
    }
  }

  /** A request as far as it matters here. */
  private record Request(String method, String name) {}

  /**
   * Starts it.
   *
   * @param address to listen on, by number
   * @param port 0 for any
   * @param sockets counts its sockets
   * @param all counts them together with others'
   */
  Adversary(
      Behaviour behaviour,
      String address,
      int port,
      Ledger ledger,
      SocketCount sockets,
      SocketCount all,
      long seed) {
    this.sockets = sockets;
    this.all = all;
    this.behaviour = behaviour;
    this.ledger = ledger;
    this.random = new Random(seed);
    try {
      listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.getByName(address), port), 1024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Upstream.daemon("adversary", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** What it does. */
  Behaviour behaviour() {
    return behaviour;
  }

  /** How many connections it was asked for. */
  int connections() {
    return sockets.connections();
  }

  /** Whether something befell all its connections in this time. */
  boolean hadEvent(long fromMillis, long toMillis) {
    return events.stream().anyMatch(event -> event[0] <= toMillis && event[1] >= fromMillis);
  }

  /** How many connections are open. */
  int open() {
    return open.size();
  }

  /** The most connections that were open at once. */
  int maxOpen() {
    return sockets.maxOpen();
  }

  /** How many connections that had been used before went silent all at once. */
  int silenced() {
    return silenced.get();
  }

  /** How many requests it answered. */
  int answered() {
    return answered.get();
  }

  /** Whether it is the one that its name leads to; the other ends connections as they come free. */
  void isCurrent(boolean current) {
    left = !current;
  }

  /** A restart, a power cut, a move away: whatever befalls all its connections at once. */
  void strike() {
    long begin = System.currentTimeMillis();
    List<Line> struck = new ArrayList<>();
    for (Line line : open) {
      switch (behaviour) {
        case RESTARTS -> {
          reset(line.socket);
          struck.add(line);
        }
        case GOES_SILENT -> {
          if (!line.silent && line.number > 0) {
            silenced.incrementAndGet();
          }
          line.silent = true;
        }
        default -> {
          if (line.number > 0 && !line.underWay) {
            Upstream.closeQuietly(line.socket);
          }
        }
      }
    }
    // A socket that is being read is closed when its reader has noticed.
    for (Line line : struck) {
      while (open.contains(line)) {
        Upstream.pause(1);
      }
    }
    events.add(new long[] {begin, System.currentTimeMillis()});
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        all.accepted(socket);
        sockets.accepted(socket);
        Line line = new Line(socket, random.nextLong());
        open.add(line);
        Upstream.daemon("adversary", () -> serve(line));
      } catch (IOException e) {
        // The listener was closed, or the client was faster than this.
      }
    }
  }

  private void serve(Line line) {
    try (Socket socket = line.socket) {
      socket.setTcpNoDelay(true);
      while (true) {
        socket.setSoTimeout(idleMillis(line));
        Request request = read(line);
        socket.setSoTimeout(0);
        if (request == null) {
          return;
        }
        if (!answer(line, request)) {
          return;
        }
      }
    } catch (IOException e) {
      // The client went away, or a strike hit the connection.
    } finally {
      open.remove(line);
      sockets.gone(line.socket);
      all.gone(line.socket);
    }
  }

  /** How long the connection may be idle now, 0 for ever. */
  private int idleMillis(Line line) {
    return switch (behaviour) {
      // As often between 20 ms and 200 ms as between 200 ms and 2 s.
      case CLOSES_IDLE ->
          line.number == 0 ? 0 : (int) (20 * Math.pow(150, line.random.nextDouble()));
      case HINTS -> line.number == 0 ? 0 : 1_000;
      default -> 0;
    };
  }

  /** Answers a request, or does what is worse; tells whether the connection stays. */
  private boolean answer(Line line, Request request) throws IOException {
    line.number++;
    line.underWay = true;
    if (line.number > 1 && behaviour.drops(request.method())) {
      if (behaviour == Behaviour.CLOSES_ON_POST || line.random.nextBoolean()) {
        ledger.executed(request.method(), request.name(), line.number);
      }
      if (line.random.nextBoolean()) {
        reset(line.socket);
      }
      return false;
    }
    if (behaviour == Behaviour.FORGETS_IDLE
        && line.number > 1
        && System.currentTimeMillis() - line.answeredAt > FORGETS_AFTER_MILLIS) {
      line.silent = true;
    }
    if (line.silent) {
      if (line.number > 1) {
        ledger.metSilence(request.name());
      }
      line.in.transferTo(ByteArrayOutputStream.nullOutputStream());
      return false;
    }
    ledger.executed(request.method(), request.name(), line.number);
    if (line.silent) {
      line.in.transferTo(ByteArrayOutputStream.nullOutputStream());
      return false;
    }
    boolean last = left || (behaviour == Behaviour.HINTS && line.number == MAX_REQUESTS);
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + request.name().length() + "\r\n";
    if (behaviour == Behaviour.HINTS) {
      head += "Keep-Alive: timeout=1, max=" + MAX_REQUESTS + "\r\n";
    }
    if (last && line.random.nextBoolean()) {
      head += "Connection: close\r\n";
    }
    write(line, head + "\r\n", request.name());
    answered.incrementAndGet();
    line.answeredAt = System.currentTimeMillis();
    line.underWay = false;
    if (last) {
      leave(line);
    }
    return !last;
  }

  private void write(Line line, String head, String body) throws IOException {
    if (behaviour != Behaviour.ANSWERS_SLOWLY) {
      line.socket.getOutputStream().write((head + body).getBytes(ISO_8859_1));
      return;
    }
    Upstream.pause(line.random.nextInt(60));
    line.socket.getOutputStream().write(head.getBytes(ISO_8859_1));
    for (char c : body.toCharArray()) {
      Upstream.pause(line.random.nextInt(10));
      line.socket.getOutputStream().write(c);
    }
  }

  /**
   * Ends the connection; a request that was on its way then is read, but nothing is done for it.
   */
  private void leave(Line line) throws IOException {
    if (line.random.nextBoolean()) {
      return; // what comes now is answered by a reset
    }
    line.socket.shutdownOutput();
    line.socket.setSoTimeout(200);
    read(line);
  }

  /** Reads a request; null at the end of the connection, from either side. */
  private @Nullable Request read(Line line) throws IOException {
    InputStream in = line.in;
    in.mark(1);
    int first;
    try {
      first = in.read();
    } catch (SocketTimeoutException e) {
      if (!line.socket.isOutputShutdown()) {
        leave(line);
      }
      return null;
    }
    if (first < 0) {
      return null;
    }
    in.reset();
    line.socket.setSoTimeout(0);
    String[] start = Upstream.line(in).split(" ");
    int length = 0;
    for (String header = Upstream.line(in); !header.isEmpty(); header = Upstream.line(in)) {
      if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).trim());
      }
    }
    in.readNBytes(length);
    return new Request(start[0], start[1].substring(start[1].lastIndexOf('/') + 1));
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It was to be gone, and is.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(line -> Upstream.closeQuietly(line.socket));
  }
}
