package io.poolingagent.app.apache5;

import io.poolingagent.app.Call;
import io.poolingagent.app.Config;
import io.poolingagent.app.Library;
import io.poolingagent.app.Program;
import io.poolingagent.app.Reply;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.io.CloseMode;

/** The asynchronous clients of Apache HttpClient 5.0 to 5.6, and no classic one. */
public final class Async5Program implements Library {

  private Async5Program() {}

  /** Runs the command loop. */
  public static void main(String[] arguments) throws IOException {
    Program.run(new Async5Program());
  }

  /** Understands: kind (minimal, h2, h2-minimal). */
  @Override
  public Object newClient(Config config) {
    CloseableHttpAsyncClient client = client(String.valueOf(config.get("kind")));
    client.start();
    return client;
  }

  private static CloseableHttpAsyncClient client(String kind) {
    switch (kind) {
      case "minimal":
        return HttpAsyncClients.createMinimal();
      case "h2":
        return HttpAsyncClients.createHttp2Default();
      case "h2-minimal":
        return HttpAsyncClients.createHttp2Minimal();
      default:
        return HttpAsyncClients.createDefault();
    }
  }

  @Override
  public Reply call(Object client, Call call) throws Exception {
    SimpleHttpRequest request = new SimpleHttpRequest(call.method(), URI.create(call.url()));
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      request.setHeader(header.getKey(), header.getValue());
    }
    SimpleHttpResponse response =
        ((CloseableHttpAsyncClient) client).execute(request, null).get(30, TimeUnit.SECONDS);
    List<String> headers = new ArrayList<>();
    for (Header header : response.getHeaders()) {
      headers.add(header.getName().toLowerCase(Locale.ROOT) + ": " + header.getValue());
    }
    Collections.sort(headers);
    String body = response.getBodyText();
    return Reply.of(
        response.getCode(),
        String.valueOf(response.getVersion()),
        headers,
        body == null ? "" : body);
  }

  @Override
  public int status(Object client, Call call) {
    throw new UnsupportedOperationException("nothing to measure");
  }

  @Override
  public CompletableFuture<Reply> callAsync(Object client, Call call) throws Exception {
    return CompletableFuture.completedFuture(call(client, call));
  }

  @Override
  public void cleanUp(Object client) {
    ((CloseableHttpAsyncClient) client).close(CloseMode.GRACEFUL);
  }

  /** Sends nothing. */
  @Override
  public Iterable<String> special(String name, Object client, Call call) {
    cleanUp(client);
    return Collections.emptyList();
  }
}
