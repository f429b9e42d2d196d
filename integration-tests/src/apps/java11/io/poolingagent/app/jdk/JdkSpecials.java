package io.poolingagent.app.jdk;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Experiments that only this library has. */
final class JdkSpecials {

  private JdkSpecials() {}

  // What a send future would tell comes to the listener.
  @SuppressWarnings("FutureReturnValueIgnored")
  static List<String> run(String name, HttpClient client, HttpRequest request) throws Exception {
    if (!name.equals("websocket")) {
      return JdkExperiments.run(name, request.uri());
    }
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch closed = new CountDownLatch(1);
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public void onOpen(WebSocket socket) {
            seen.add("open 101");
            socket.sendText("hello", true);
            socket.request(1);
          }

          @Override
          public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            seen.add("message " + text);
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye");
            socket.request(1);
            return null;
          }

          @Override
          public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            seen.add("closed " + code + " " + reason);
            closed.countDown();
            return null;
          }

          @Override
          public void onError(WebSocket socket, Throwable failure) {
            seen.add("failed " + failure);
            closed.countDown();
          }
        };
    URI uri = URI.create(request.uri().toString().replaceFirst("^http", "ws"));
    client.newWebSocketBuilder().buildAsync(uri, listener).join();
    if (!closed.await(20, TimeUnit.SECONDS)) {
      seen.add("never closed");
    }
    return new ArrayList<>(seen);
  }
}
