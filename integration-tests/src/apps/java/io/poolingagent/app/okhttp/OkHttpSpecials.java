package io.poolingagent.app.okhttp;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/** What only some OkHttp versions have: WebSockets as of 3.5, event listeners as of 3.9. */
final class OkHttpSpecials {

  private OkHttpSpecials() {}

  static List<String> run(String name, OkHttpClient client, Request request) throws Exception {
    switch (name) {
      case "websocket":
        return webSocket(client, request);
      case "events":
        return events(client, request);
      case "elsewhere":
        return elsewhere(client, request);
      case "counts":
        return counts(client, request);
      default:
        throw new IllegalArgumentException("no special case named " + name);
    }
  }

  private static List<String> webSocket(OkHttpClient client, Request request)
      throws InterruptedException {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch closed = new CountDownLatch(1);
    client.newWebSocket(
        request,
        new WebSocketListener() {
          @Override
          public void onOpen(WebSocket socket, Response response) {
            seen.add("open " + response.code());
            socket.send("hello");
          }

          @Override
          public void onMessage(WebSocket socket, String text) {
            seen.add("message " + text);
            socket.close(1000, "bye");
          }

          @Override
          public void onClosed(WebSocket socket, int code, String reason) {
            seen.add("closed " + code + " " + reason);
            closed.countDown();
          }

          @Override
          public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
            seen.add("failed " + failure);
            closed.countDown();
          }
        });
    if (!closed.await(20, TimeUnit.SECONDS)) {
      seen.add("never closed");
    }
    return new ArrayList<>(seen);
  }

  /**
   * A call whose interceptor sends it where the request leads, as SDKs do that choose a host; it
   * begins with the other scheme.
   */
  private static List<String> elsewhere(OkHttpClient client, Request request) throws Exception {
    OkHttpClient choosing =
        client.newBuilder().addInterceptor(chain -> chain.proceed(request)).build();
    String other = request.url().isHttps() ? "http" : "https";
    Request unchosen = request.newBuilder().url(other + "://chosen-later.test/").build();
    try (Response response = choosing.newCall(unchosen).execute()) {
      return Collections.singletonList(response.code() + " " + response.body().string());
    }
  }

  /** What the client's pool tells of its connections, all and idle ones, as time goes by. */
  private static List<String> counts(OkHttpClient client, Request request) throws Exception {
    ConnectionPool pool = client.connectionPool();
    List<String> seen = new ArrayList<>();
    try (Response response = client.newCall(request).execute()) {
      seen.add("under way " + counts(pool));
      seen.add(response.body().string().isEmpty() ? "nothing" : "something");
    }
    seen.add("done " + counts(pool));
    pool.evictAll();
    seen.add("emptied " + counts(pool));
    return seen;
  }

  private static String counts(ConnectionPool pool) {
    return pool.connectionCount() + " " + pool.idleConnectionCount();
  }

  private static List<String> events(OkHttpClient client, Request request) throws Exception {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    EventListener listener =
        new EventListener() {
          @Override
          public void callStart(Call call) {
            seen.add("callStart");
          }

          @Override
          public void dnsStart(Call call, String host) {
            seen.add("dnsStart");
          }

          @Override
          public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
            seen.add("connectStart");
          }

          @Override
          public void connectionAcquired(Call call, okhttp3.Connection connection) {
            seen.add("connectionAcquired");
          }

          @Override
          public void responseHeadersEnd(Call call, Response response) {
            seen.add("responseHeadersEnd " + response.code());
          }

          @Override
          public void requestHeadersEnd(Call call, Request sent) {
            Headers headers = sent.headers();
            seen.add("requestHeadersEnd " + headers.names());
          }

          @Override
          public void connectionReleased(Call call, okhttp3.Connection connection) {
            seen.add("connectionReleased");
          }

          @Override
          public void callEnd(Call call) {
            seen.add("callEnd");
          }
        };
    try (Response response =
        client.newBuilder().eventListener(listener).build().newCall(request).execute()) {
      seen.add("body " + response.body().string().length());
    }
    return new ArrayList<>(seen);
  }
}
