package io.poolingagent.sample.upstream;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.Connectors;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.PathHandler;
import io.undertow.server.protocol.http.AlpnOpenListener;
import io.undertow.server.protocol.http.HttpOpenListener;
import io.undertow.server.protocol.http2.Http2OpenListener;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.ssl.SslConnection;

/**
 * A quote service and a chat-completion API in one server on loopback, over cleartext HTTP/1.1,
 * HTTPS with HTTP/1.1 only, and HTTPS with HTTP/2. Counts connections, handshakes and requests
 * where they arrive, and tells the counts on a port of its own so that asking for them does not
 * change them.
 */
public final class Upstream implements AutoCloseable {
  /**
   * Held, because a logger that nobody holds forgets its level. It would greet us with its version.
   */
  private static final Logger XNIO_LOG = Logger.getLogger("org.xnio");

  private static final OptionMap SOCKETS =
      OptionMap.builder()
          // Without it a small answer on a reused connection can wait 40 ms for the client's
          // delayed ACK.
          .set(Options.TCP_NODELAY, true)
          .set(Options.REUSE_ADDRESSES, true)
          .set(Options.BACKLOG, 10_000)
          .getMap();

  private final LongAdder connections = new LongAdder();
  private final LongAdder handshakes = new LongAdder();
  private final LongAdder requests = new LongAdder();

  private final Delays delays;
  private final XnioWorker worker;
  private final ByteBufferPool buffers = new DefaultByteBufferPool(true, 16 * 1024);
  private final UpstreamAddresses addresses;

  private Upstream(Delays delays) throws IOException, GeneralSecurityException {
    XNIO_LOG.setLevel(Level.WARNING);
    this.delays = delays;
    Certificates certificates = Certificates.makeIn(Files.createTempDirectory("sample-upstream"));

    Xnio xnio = Xnio.getInstance(Upstream.class.getClassLoader());
    this.worker =
        xnio.createWorker(
            OptionMap.builder()
                .set(Options.WORKER_NAME, "upstream")
                .set(
                    Options.WORKER_IO_THREADS,
                    Math.max(2, Runtime.getRuntime().availableProcessors()))
                .set(Options.TCP_NODELAY, true)
                .getMap());
    SSLContext tls = certificates.serverContext();
    HttpHandler services = services();
    this.addresses =
        new UpstreamAddresses(
            "http://localhost:" + listen(counting(http1(services))),
            "https://localhost:" + listenTls(xnio, tls, counting(alpn(services, false))),
            "https://localhost:" + listenTls(xnio, tls, counting(alpn(services, true))),
            "http://localhost:" + listen(http1(this::tellCounts)),
            certificates.trustStore());
  }

  /**
   * Starts on ports that are free.
   *
   * @throws IOException when a port cannot be opened
   * @throws GeneralSecurityException when the JDK cannot make a certificate
   */
  public static Upstream start(Delays delays) throws IOException, GeneralSecurityException {
    return new Upstream(delays);
  }

  /** Where it listens. */
  public UpstreamAddresses addresses() {
    return addresses;
  }

  /** What it has seen so far. */
  public UpstreamCounts counts() {
    return new UpstreamCounts(connections.sum(), handshakes.sum(), requests.sum());
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }

  // The services.

  private HttpHandler services() {
    HttpHandler handler =
        new PathHandler()
            .addPrefixPath("/quotes", Upstream::quote)
            .addExactPath("/v1/chat/completions", Upstream::chat);
    return exchange -> {
      requests.increment();
      if (delays.response.isZero()) {
        handler.handleRequest(exchange);
      } else {
        exchange.dispatch(
            SameThreadExecutor.INSTANCE,
            () ->
                exchange
                    .getIoThread()
                    .executeAfter(
                        () -> Connectors.executeRootHandler(handler, exchange),
                        delays.response.toMillis(),
                        TimeUnit.MILLISECONDS));
      }
    };
  }

  private static void quote(HttpServerExchange exchange) {
    String ticker = exchange.getRelativePath().substring(1);
    JsonObject quote = new JsonObject();
    quote.addProperty("ticker", ticker);
    quote.addProperty(
        "price", BigDecimal.valueOf(10_000 + Math.floorMod(ticker.hashCode(), 10_000), 2));
    quote.addProperty("currency", "EUR");
    answer(exchange, quote);
  }

  private static void chat(HttpServerExchange exchange) {
    exchange
        .getRequestReceiver()
        .receiveFullString(
            (sameExchange, body) -> answer(sameExchange, completion(lastQuestion(body))),
            StandardCharsets.UTF_8);
  }

  private static String lastQuestion(String prompt) {
    JsonArray messages =
        JsonParser.parseString(prompt).getAsJsonObject().getAsJsonArray("messages");
    return messages.get(messages.size() - 1).getAsJsonObject().get("content").getAsString();
  }

  private static JsonObject completion(String question) {
    JsonObject message = new JsonObject();
    message.addProperty("role", "assistant");
    message.addProperty(
        "content",
        "You say: \""
            + question
            + "\" The price reflects what buyers and sellers know today, and tomorrow they will know more.");
    JsonObject choice = new JsonObject();
    choice.addProperty("index", 0);
    choice.add("message", message);
    choice.addProperty("finish_reason", "stop");
    JsonArray choices = new JsonArray();
    choices.add(choice);
    JsonObject completion = new JsonObject();
    completion.addProperty("object", "chat.completion");
    completion.addProperty("model", "market-commentator-1");
    completion.add("choices", choices);
    return completion;
  }

  private static void answer(HttpServerExchange exchange, JsonObject json) {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseSender().send(json.toString());
  }

  private void tellCounts(HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseSender().send(counts().toJson());
  }

  // The protocols.

  private HttpOpenListener http1(HttpHandler handler) {
    HttpOpenListener listener = new HttpOpenListener(buffers, OptionMap.EMPTY);
    listener.setRootHandler(handler);
    return listener;
  }

  private ChannelListener<StreamConnection> alpn(HttpHandler handler, boolean http2) {
    OptionMap options = OptionMap.create(UndertowOptions.ENABLE_HTTP2, http2);
    AlpnOpenListener listener = new AlpnOpenListener(buffers, options, http1(handler));
    if (http2) {
      Http2OpenListener h2 = new Http2OpenListener(buffers, options);
      h2.setRootHandler(handler);
      listener.addProtocol(Http2OpenListener.HTTP2, h2, 10);
    }
    return listener;
  }

  /** Counts each connection as it comes, and hands it over after the delay. */
  private ChannelListener<StreamConnection> counting(ChannelListener<StreamConnection> next) {
    return connection -> {
      connections.increment();
      Duration delay = delays.connect;
      if (connection instanceof SslConnection) {
        delay = delay.plus(delays.handshake);
        ((SslConnection) connection).getHandshakeSetter().set(done -> handshakes.increment());
      }
      if (delay.isZero()) {
        next.handleEvent(connection);
      } else {
        connection
            .getIoThread()
            .executeAfter(
                () -> next.handleEvent(connection), delay.toMillis(), TimeUnit.MILLISECONDS);
      }
    };
  }

  private int listen(ChannelListener<StreamConnection> listener) throws IOException {
    return accept(
        worker.createStreamConnectionServer(
            anyPort(), ChannelListeners.openListenerAdapter(listener), SOCKETS));
  }

  private int listenTls(Xnio xnio, SSLContext tls, ChannelListener<StreamConnection> listener)
      throws IOException {
    return accept(
        new UndertowXnioSsl(xnio, OptionMap.EMPTY, buffers, tls)
            .createSslConnectionServer(
                worker, anyPort(), ChannelListeners.openListenerAdapter(listener), SOCKETS));
  }

  private static int accept(AcceptingChannel<?> server) {
    server.resumeAccepts();
    return server.getLocalAddress(InetSocketAddress.class).getPort();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
