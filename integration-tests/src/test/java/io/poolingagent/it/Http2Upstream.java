package io.poolingagent.it;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * An HTTPS server with HTTP/2 (and HTTP/1.1) by ALPN. Sockets are counted by a {@link Wire} in
 * front of it, so that a connection counts also when no request comes over it. Thread-safe.
 */
public final class Http2Upstream implements AutoCloseable {

  /** A request as it arrived. {@code socket} tells connections apart. */
  public record Request(
      String socket, String protocol, String method, String path, String client) {}

  private final Undertow server;
  private final Wire wire;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  private Http2Upstream(int maxConcurrentStreams) {
    server =
        Undertow.builder()
            .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
            .setServerOption(
                UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, maxConcurrentStreams)
            .setIoThreads(2)
            .setWorkerThreads(300)
            .addHttpsListener(0, "127.0.0.1", TestTls.server())
            .setHandler(new BlockingHandler(this::handle))
            .build();
    server.start();
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    wire = Wire.to(address.getPort());
  }

  /** A server that allows 100 concurrent streams on a connection. */
  public static Http2Upstream start() {
    return new Http2Upstream(100);
  }

  /** A server that allows this many concurrent streams on a connection. */
  public static Http2Upstream withMaxConcurrentStreams(int streams) {
    return new Http2Upstream(streams);
  }

  /** Paths: {@code /delay/MILLIS}, {@code /bytes/N}; anything else echoes method and path. */
  private void handle(HttpServerExchange exchange) throws IOException {
    String client = String.valueOf(exchange.getRequestHeaders().getFirst("X-Client"));
    requests.add(
        new Request(
            String.valueOf(exchange.getConnection().getPeerAddress()),
            exchange.getProtocol().toString(),
            exchange.getRequestMethod().toString(),
            exchange.getRequestPath(),
            client));
    String body = new String(exchange.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String[] path = exchange.getRequestPath().split("/");
    if (path.length > 2 && path[1].equals("delay")) {
      Upstream.pause(Long.parseLong(path[2]));
    }
    if (path.length > 2 && path[1].equals("bytes")) {
      exchange.getOutputStream().write(new byte[Integer.parseInt(path[2])]);
    } else {
      String answer = exchange.getRequestMethod() + " " + exchange.getRequestPath() + " " + body;
      exchange.getResponseSender().send(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** An address on this server, by the name localhost. */
  public String url(String path) {
    return "https://localhost:" + wire.port() + path;
  }

  /** How many sockets were accepted. */
  public int connections() {
    return wire.sockets().connections();
  }

  /** The most sockets that were open at once. */
  public int maxOpen() {
    return wire.sockets().maxOpen();
  }

  /** How many sockets are open. */
  public int open() {
    return wire.sockets().open();
  }

  /** Every request, in order of arrival. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /**
   * For each connection that carried a request: the values of the request header X-Client, without
   * repetition.
   */
  public List<Set<String>> clientsByConnection() {
    return List.copyOf(
        requests.stream()
            .collect(
                Collectors.groupingBy(
                    Request::socket, Collectors.mapping(Request::client, Collectors.toSet())))
            .values());
  }

  /** Cuts every open connection. */
  public void closeConnections() {
    wire.closeConnections();
  }

  @Override
  public void close() {
    wire.close();
    server.stop();
  }
}
