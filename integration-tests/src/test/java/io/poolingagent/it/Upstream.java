package io.poolingagent.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 server on raw sockets that counts what really arrives: sockets accepted, TLS
 * handshakes and sessions, requests of each socket, their bodies. It does what a {@link Script}
 * says, also what no proper server does. Listens on a free port of 127.0.0.1 with TCP_NODELAY
 * (without it, reuse meets the delayed-ACK trap and looks slow). Thread-safe.
 */
public final class Upstream implements AutoCloseable {

  /** Answers one request, or misbehaves. */
  public interface Script {
    /** Answers {@code exchange}; an exception closes the connection. */
    void answer(Exchange exchange) throws IOException;
  }

  /**
   * A request as it arrived. {@code connection} counts sockets from 1, {@code number} the requests
   * of that socket from 1; {@code peer} is the name in the client's certificate.
   */
  public record Request(
      int connection,
      int number,
      @Nullable String tlsSession,
      @Nullable String peer,
      String method,
      String target,
      List<String> headers,
      String body) {

    /** The value of a header, or null; names compare without case. */
    public @Nullable String header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      for (String header : headers) {
        if (header.toLowerCase(Locale.ROOT).startsWith(prefix)) {
          return header.substring(prefix.length()).trim();
        }
      }
      return null;
    }
  }

  private final ServerSocket listener;
  private final boolean tls;
  private final Script script;
  private final @Nullable String keepAlive;
  private final int requestsPerConnection;
  private final int idleMillis;
  private final boolean answer408WhenIdle;
  private final AtomicInteger handshakes = new AtomicInteger();
  private final SocketCount sockets;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  private Upstream(Builder settings) {
    this.sockets = settings.sockets;
    this.script = settings.script;
    this.keepAlive = settings.keepAlive;
    this.requestsPerConnection = settings.requestsPerConnection;
    this.idleMillis = settings.idleMillis;
    this.answer408WhenIdle = settings.answer408WhenIdle;
    this.tls = settings.tls != null;
    try {
      if (settings.port == 0) {
        listener = Ports.listen(() -> socket(settings), 1024);
      } else {
        listener = bound(settings);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon("upstream-accept", this::accept);
  }

  /**
   * A JVM that another test is forking has a copy of the socket that listened at this port before,
   * for a moment, until it has closed what it inherited.
   */
  private static ServerSocket bound(Builder settings) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByName("127.0.0.1"), settings.port);
    for (int i = 0; ; i++) {
      ServerSocket socket = socket(settings);
      try {
        socket.bind(address, 1024);
        return socket;
      } catch (BindException taken) {
        closeQuietly(socket);
        if (i == 20) {
          throw taken;
        }
        pause(100);
      }
    }
  }

  private static ServerSocket socket(Builder settings) throws IOException {
    if (settings.tls == null) {
      return new ServerSocket();
    }
    SSLServerSocket secure =
        (SSLServerSocket) settings.tls.getServerSocketFactory().createServerSocket();
    secure.setWantClientAuth(settings.wantClientKey);
    return secure;
  }

  /** A server that keeps connections alive and answers as {@link Answers} does. */
  public static Upstream http() {
    return new Builder().start();
  }

  /** The same with TLS, certificate for localhost. */
  public static Upstream https() {
    return new Builder().tls().start();
  }

  /** Starts to describe a server. */
  public static Builder builder() {
    return new Builder();
  }

  /** An address on this server, by the name localhost. */
  public String url(String path) {
    return url("localhost", path);
  }

  /** An address on this server by another host name; the client has to resolve it to 127.0.0.1. */
  public String url(String host, String path) {
    return (tls ? "https://" : "http://") + host + ':' + port() + path;
  }

  /** The port. */
  public int port() {
    return listener.getLocalPort();
  }

  /** How many sockets were accepted. */
  public int connections() {
    return sockets.connections();
  }

  /** How many accepted sockets are open, as far as this side has seen. */
  public int open() {
    return sockets.open();
  }

  /**
   * The most sockets that were open at once; sockets on which the client's FIN has arrived do not
   * count.
   */
  public int maxOpen() {
    return sockets.maxOpen();
  }

  /** How many TLS handshakes completed. */
  public int handshakes() {
    return handshakes.get();
  }

  /** Every request that arrived whole, in order of arrival. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** How many requests of this method arrived whole. */
  public long requests(String method) {
    return requests.stream().filter(request -> request.method().equals(method)).count();
  }

  /** The values of one request header in the requests for this path. */
  public Set<String> valuesOf(String header, String path) {
    return requests.stream()
        .filter(request -> request.target().equals(path))
        .map(request -> String.valueOf(request.header(header)))
        .collect(Collectors.toSet());
  }

  /**
   * For each connection that carried a request: the values of one request header, without
   * repetition.
   */
  public Collection<Set<String>> valuesByConnection(String header) {
    Function<Request, String> value = request -> String.valueOf(request.header(header));
    return requests.stream()
        .collect(
            Collectors.groupingBy(
                Request::connection, Collectors.mapping(value, Collectors.toSet())))
        .values();
  }

  /**
   * For each TLS session that carried a request: the values of one request header, without
   * repetition.
   */
  public Collection<Set<String>> valuesByTlsSession(String header) {
    Function<Request, String> value = request -> String.valueOf(request.header(header));
    return requests.stream()
        .filter(request -> request.tlsSession() != null)
        .collect(
            Collectors.groupingBy(
                request -> String.valueOf(request.tlsSession()),
                Collectors.mapping(value, Collectors.toSet())))
        .values();
  }

  /** Closes every open connection from the server's side, as a restart does. */
  public void closeConnections() {
    sockets.closeAll();
  }

  /** Waits until at most {@code n} sockets are open. */
  public void awaitOpen(int n) {
    await(
        () -> sockets.open() <= n,
        () -> sockets.open() + " sockets are open instead of at most " + n);
  }

  /** Waits until this many requests have arrived whole. */
  public void awaitRequests(int n) {
    await(() -> requests.size() >= n, () -> requests.size() + " requests arrived instead of " + n);
  }

  /** Waits until this is so; only failures wait for long. */
  public static void await(BooleanSupplier condition, java.util.function.Supplier<String> problem) {
    long deadline = System.nanoTime() + ForkedJvm.PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(problem.get());
      }
      pause(5);
    }
  }

  /**
   * A port where nobody listens, not of those that the system gives to whoever asks for any, and
   * that nobody else was told of lately, who may only be about to listen there.
   */
  public static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      try {
        new ServerSocket(port).close();
        if (Ports.isFirst(port)) {
          return port;
        }
      } catch (IOException taken) {
        // the next one, then
      }
    }
  }

  /** Sleeps. */
  public static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeConnections();
  }

  private void accept() {
    while (!closed) {
      try {
        Socket socket = listener.accept();
        sockets.accepted(socket);
        int index = sockets.connections();
        daemon("upstream-" + index, () -> serve(socket, index));
      } catch (IOException e) {
        // The listener was closed, or a connection died before it was accepted.
      }
    }
  }

  private void serve(Socket socket, int index) {
    try (socket) {
      socket.setTcpNoDelay(true);
      String session = null;
      String peer = null;
      if (socket instanceof SSLSocket secure) {
        secure.startHandshake();
        handshakes.incrementAndGet();
        session = Base64.getEncoder().encodeToString(secure.getSession().getId());
        peer = peer(secure);
      }
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (int number = 1; number <= requestsPerConnection; number++) {
        Request request = read(socket, in, index, number, session, peer);
        if (request == null) {
          return;
        }
        requests.add(request);
        boolean last =
            number == requestsPerConnection
                || "close".equalsIgnoreCase(request.header("Connection"));
        Exchange exchange = new Exchange(request, in, out, keepAlive, last);
        script.answer(exchange);
        if (exchange.ended() || last) {
          return;
        }
      }
    } catch (IOException e) {
      // The client went away, or the script dropped the connection: what happened was counted
      // before.
    } finally {
      sockets.gone(socket);
    }
  }

  private static @Nullable String peer(SSLSocket socket) {
    try {
      return socket.getSession().getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException none) {
      return null;
    }
  }

  /** Reads one request; null when the connection ends, from either side, between requests. */
  private @Nullable Request read(
      Socket socket,
      InputStream in,
      int index,
      int number,
      @Nullable String session,
      @Nullable String peer)
      throws IOException {
    in.mark(1);
    socket.setSoTimeout(idleMillis);
    try {
      int first = in.read();
      if (first < 0 || !Character.isLetter(first)) {
        // The end, or no HTTP: the first record of a TLS handshake has no end of line to wait for.
        return null;
      }
    } catch (SocketTimeoutException e) {
      if (answer408WhenIdle) {
        socket
            .getOutputStream()
            .write(
                "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(UTF_8));
      }
      return null;
    }
    in.reset();
    socket.setSoTimeout(0);
    String[] start = line(in).split(" ");
    List<String> headers = new ArrayList<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      headers.add(header);
    }
    Request head =
        new Request(index, number, session, peer, start[0], start[1], List.copyOf(headers), "");
    if ("100-continue".equalsIgnoreCase(head.header("Expect"))) {
      // Apache HttpClient 4.0 asks before each body, and waits two seconds for a mute server.
      socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(UTF_8));
    }
    return new Request(
        index, number, session, peer, start[0], target(start[1]), head.headers(), body(head, in));
  }

  /**
   * The path of a request target; a client that takes this server for its proxy sends an absolute
   * one.
   */
  private static String target(String target) {
    int scheme = target.indexOf("://");
    int path = scheme < 0 ? -1 : target.indexOf('/', scheme + 3);
    return path < 0 ? target : target.substring(path);
  }

  private static String body(Request head, InputStream in) throws IOException {
    String length = head.header("Content-Length");
    if (length != null) {
      return new String(in.readNBytes(Integer.parseInt(length)), UTF_8);
    }
    if (!"chunked".equalsIgnoreCase(head.header("Transfer-Encoding"))) {
      return "";
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in).trim(), 16);
      body.write(in.readNBytes(size));
      line(in);
      if (size == 0) {
        return body.toString(UTF_8);
      }
    }
  }

  /**
   * Reads a line without its end.
   *
   * @throws IOException if the connection ends before
   */
  public static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the connection ended within a request");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(ISO_8859_1);
  }

  /** Closes what may be closed already. */
  public static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // It was to be gone, and is.
    }
  }

  /** Starts a thread that does not keep the JVM alive. */
  public static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Describes a server; every method answers the builder itself. */
  public static final class Builder {

    private SocketCount sockets = new SocketCount();
    private Script script = Answers::answer;
    private @Nullable SSLContext tls;
    private boolean wantClientKey;
    private @Nullable String keepAlive;
    private int requestsPerConnection = Integer.MAX_VALUE;
    private int idleMillis;
    private boolean answer408WhenIdle;
    private int port;

    private Builder() {}

    /** With TLS, certificate for localhost, a.test and b.test. */
    public Builder tls() {
      this.tls = TestTls.server();
      return this;
    }

    /** With TLS by this context, asking for a client key. */
    public Builder mutualTls(SSLContext context) {
      this.wantClientKey = true;
      this.tls = context;
      return this;
    }

    /** With TLS, asking for a client key. */
    public Builder mutualTls() {
      this.wantClientKey = true;
      return tls();
    }

    /** Listens on this port rather than on a free one. */
    public Builder port(int number) {
      this.port = number;
      return this;
    }

    /** Counts its sockets here, together with other servers'. */
    public Builder sockets(SocketCount shared) {
      this.sockets = shared;
      return this;
    }

    /** Answers by this script. */
    public Builder script(Script answers) {
      this.script = answers;
      return this;
    }

    /** Sends this {@code Keep-Alive} header, such as {@code timeout=5}. */
    public Builder keepAlive(String value) {
      this.keepAlive = value;
      return this;
    }

    /**
     * Closes each connection after this many requests, announcing it with {@code Connection:
     * close}.
     */
    public Builder requestsPerConnection(int n) {
      this.requestsPerConnection = n;
      return this;
    }

    /** Closes a connection without a word when it was idle for this time. */
    public Builder closeWhenIdle(Duration idle) {
      this.idleMillis = Math.toIntExact(idle.toMillis());
      return this;
    }

    /**
     * Writes a 408 and closes when a connection was idle for this time, as some load balancers do.
     */
    public Builder answer408WhenIdle(Duration idle) {
      this.answer408WhenIdle = true;
      return closeWhenIdle(idle);
    }

    /** Starts the server. */
    public Upstream start() {
      return new Upstream(this);
    }
  }
}
