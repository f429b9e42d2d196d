package io.poolingagent.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What an {@link Upstream} answers by itself, by the first part of the path. */
public final class Answers {

  private Answers() {}

  /** Answers a request, or opens the tunnel that it asks for. */
  public static void answer(Exchange exchange) throws IOException {
    Upstream.Request request = exchange.request();
    if (request.method().equals("CONNECT")) {
      tunnel(exchange);
      return;
    }
    String[] path = request.target().split("[/?]");
    String what = path.length > 1 ? path[1] : "";
    String argument = path.length > 2 ? path[2] : "";
    switch (what) {
      case "bytes" -> exchange.respond(200, "x".repeat(Integer.parseInt(argument)));
      case "status" ->
          exchange.respond(
              Integer.parseInt(argument), argument.equals("204") ? "" : "status " + argument);
      case "redirect" -> redirect(exchange, Integer.parseInt(argument));
      case "cookie" ->
          exchange.respond(
              200,
              "cookie " + request.header("Cookie"),
              "Set-Cookie: session=" + argument + "; Path=/");
      case "auth" -> authenticate(exchange);
      case "delay" -> {
        Upstream.pause(Long.parseLong(argument));
        exchange.respond(200, "delayed");
      }
      case "slow" -> slowly(exchange, Integer.parseInt(argument));
      case "never" -> {
        // Blocks until the client gives up.
        exchange.in().read();
        exchange.drop();
      }
      case "drop" -> exchange.drop();
      case "half" -> {
        exchange.raw(exchange.head(200, 100).getBytes(UTF_8));
        exchange.raw("half".getBytes(UTF_8));
        exchange.drop();
      }
      case "more" ->
          exchange.raw(
              (exchange.head(200, 2) + "okHTTP/1.1 500 Not Asked For\r\nContent-Length: 0\r\n\r\n")
                  .getBytes(UTF_8));
      case "garbage" -> {
        exchange.raw("this is not HTTP\r\n\r\n".getBytes(UTF_8));
        exchange.drop();
      }
      case "ws" -> webSocket(exchange);
      default ->
          exchange.respond(200, request.method() + " " + request.target() + " " + request.body());
    }
  }

  private static void redirect(Exchange exchange, int more) throws IOException {
    exchange.respond(
        302, "moved", "Location: " + (more == 0 ? "/landed" : "/redirect/" + (more - 1)));
  }

  private static void authenticate(Exchange exchange) throws IOException {
    String credentials = exchange.request().header("Authorization");
    if (credentials == null) {
      exchange.respond(401, "who?", "WWW-Authenticate: Basic realm=\"test\"");
    } else {
      exchange.respond(200, "hello " + credentials);
    }
  }

  private static void slowly(Exchange exchange, int pieces) throws IOException {
    exchange.raw(exchange.head(200, pieces).getBytes(UTF_8));
    for (int i = 0; i < pieces; i++) {
      Upstream.pause(20);
      exchange.raw("s".getBytes(UTF_8));
    }
  }

  /** As a proxy: connects this connection to the named port of this machine. */
  private static void tunnel(Exchange exchange) throws IOException {
    String target = exchange.request().target();
    try (Socket origin =
        new Socket("127.0.0.1", Integer.parseInt(target.substring(target.indexOf(':') + 1)))) {
      origin.setTcpNoDelay(true);
      exchange.raw("HTTP/1.1 200 Connected\r\n\r\n".getBytes(UTF_8));
      Upstream.daemon(
          "tunnel",
          () -> {
            try {
              origin.getInputStream().transferTo(exchange.out());
            } catch (IOException e) {
              // One side ended: so does the other.
            }
          });
      exchange.in().transferTo(origin.getOutputStream());
    }
    exchange.drop();
  }

  /** Upgrades and echoes frames (RFC 6455) until the client closes; frames of up to 125 bytes. */
  private static void webSocket(Exchange exchange) throws IOException {
    String key =
        exchange.request().header("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    String accept;
    try {
      accept =
          Base64.getEncoder()
              .encodeToString(MessageDigest.getInstance("SHA-1").digest(key.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    exchange.raw(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + accept
                + "\r\n\r\n")
            .getBytes(UTF_8));
    InputStream in = exchange.in();
    OutputStream out = exchange.out();
    for (int first = in.read(); first >= 0; first = in.read()) {
      int length = in.read() & 0x7f;
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes(length);
      for (int i = 0; i < length; i++) {
        payload[i] ^= mask[i % 4];
      }
      byte[] frame = new byte[length + 2];
      frame[0] = (byte) first;
      frame[1] = (byte) length;
      System.arraycopy(payload, 0, frame, 2, length);
      out.write(frame);
      out.flush();
      if ((first & 0x0f) == 8) {
        break;
      }
    }
    exchange.drop();
  }
}
