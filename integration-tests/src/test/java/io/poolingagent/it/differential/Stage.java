package io.poolingagent.it.differential;

import io.poolingagent.it.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A server that plays one {@link Play}, byte by byte, on a free port of 127.0.0.1, and writes down
 * what it was sent. Requests for {@code /warm} are answered plainly and not written down. It plays
 * again for each run of a scenario, from the start. Thread-safe.
 */
final class Stage implements AutoCloseable {

  /** What a server does about a request that has arrived. */
  interface Play {
    /**
     * Answers, or misbehaves; the connection is kept if it was not ended.
     *
     * @throws IOException when the client is gone: the connection ends
     */
    void act(Turn turn) throws IOException;
  }

  /** What a server speaks on a connection. */
  interface Protocol {
    /**
     * Answers requests until the connection ends.
     *
     * @throws IOException when the client is gone
     */
    void speak(Stage stage, Connection connection) throws IOException;
  }

  /** What a server does about a connection before it speaks HTTP. */
  interface Opening {
    /** Nothing. */
    Opening PLAIN = tcp -> tcp;

    /**
     * Answers the socket to speak on.
     *
     * @throws IOException to end the connection
     */
    Socket open(Socket tcp) throws IOException;
  }

  private final String scheme;
  private final ServerSocket listener;
  private final ServerSocket signals;
  private final Opening opening;
  private final Protocol protocol;
  private final @Nullable Stage other;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Set<Socket> listeners = ConcurrentHashMap.newKeySet();
  private final Set<Request> underWay = ConcurrentHashMap.newKeySet();
  private final Semaphore heard = new Semaphore(0);
  private volatile List<Request> requests = new CopyOnWriteArrayList<>();

  /**
   * @param scheme of its addresses
   * @param other what this one redirects or relays to
   */
  Stage(String scheme, Opening opening, Protocol protocol, @Nullable Stage other) {
    this.scheme = scheme;
    this.other = other;
    this.opening = opening;
    this.protocol = protocol;
    try {
      this.listener = bound();
      this.signals = bound();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Upstream.daemon("stage", () -> accept(listener, this::serve));
    Upstream.daemon("stage-signals", () -> accept(signals, this::listen));
  }

  private static ServerSocket bound() throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 128);
    return socket;
  }

  /** The port. */
  int port() {
    return listener.getLocalPort();
  }

  /** An address on it by the name localhost. */
  String url(String path) {
    return scheme + "://localhost:" + port() + path;
  }

  /**
   * What this one redirects or relays to.
   *
   * @throws IllegalStateException if the scenario has none
   */
  Stage other() {
    if (other == null) {
      throw new IllegalStateException("the scenario has one stage only");
    }
    return other;
  }

  /** Where a client program hears that its moment has come. */
  int signalPort() {
    return signals.getLocalPort();
  }

  /** Forgets what it has seen. */
  synchronized void begin() {
    requests = new CopyOnWriteArrayList<>();
  }

  /** What it has been sent since it began: the head of each request and its body, in order. */
  List<String> seen() {
    return requests.stream().map(Request::asSeen).toList();
  }

  /** Waits until it is done with every request, and every connection that it ended has ended. */
  void awaitQuiet() {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!underWay.isEmpty() && System.nanoTime() < deadline) {
      Upstream.pause(1);
    }
  }

  @Override
  public void close() {
    Upstream.closeQuietly(listener);
    Upstream.closeQuietly(signals);
    open.forEach(Upstream::closeQuietly);
    listeners.forEach(Upstream::closeQuietly);
  }

  /** Tells the client program that its moment has come, and waits for what it does. */
  void signal() throws IOException {
    heard.drainPermits();
    for (Socket client : listeners) {
      client.getOutputStream().write(1);
      try {
        // Some actions wait in turn for the answer that is under way.
        heard.tryAcquire(500, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private interface Service {
    void on(Socket socket) throws IOException;
  }

  private static void accept(ServerSocket from, Service service) {
    while (!from.isClosed()) {
      try {
        Socket socket = from.accept();
        socket.setTcpNoDelay(true);
        Upstream.daemon(
            "stage-connection",
            () -> {
              try {
                service.on(socket);
              } catch (IOException gone) {
                // The client went away, or the play ended the connection.
              } finally {
                Upstream.closeQuietly(socket);
              }
            });
      } catch (IOException closed) {
        // Ends, or one connection less.
      }
    }
  }

  /** A client waits for a signal until it hangs up. */
  private void listen(Socket client) throws IOException {
    listeners.add(client);
    client.getOutputStream().write(1);
    try {
      while (client.getInputStream().read() >= 0) {
        heard.release();
      }
    } finally {
      listeners.remove(client);
    }
  }

  private void serve(Socket tcp) throws IOException {
    open.add(tcp);
    try {
      // Whoever never says a word must not hold a thread for ever.
      tcp.setSoTimeout(5_000);
      protocol.speak(this, new Connection(tcp, opening.open(tcp)));
    } finally {
      open.remove(tcp);
    }
  }

  /**
   * A request has arrived, and is under way until it is {@link #over}.
   *
   * @param numbered makes it, counting from 1 since the run began
   */
  synchronized <R extends Request> R arrived(IntFunction<R> numbered) {
    R request = numbered.apply(requests.size() + 1);
    requests.add(request);
    underWay.add(request);
    return request;
  }

  /** Nobody needs to wait for this request any more. */
  void over(Request request) {
    underWay.remove(request);
  }
}
