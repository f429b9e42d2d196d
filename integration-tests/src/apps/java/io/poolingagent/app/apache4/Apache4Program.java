package io.poolingagent.app.apache4;

import io.poolingagent.app.Call;
import io.poolingagent.app.Config;
import io.poolingagent.app.Library;
import io.poolingagent.app.Program;
import io.poolingagent.app.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.client.methods.RequestBuilder;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.util.EntityUtils;

/** Apache HttpClient 4.3 to 4.5, by its builder. */
public final class Apache4Program implements Library {

  /** The library, for a program that uses several. */
  public Apache4Program() {}

  /** Runs the command loop. */
  public static void main(String[] arguments) throws IOException {
    Program.run(new Apache4Program());
  }

  @Override
  public Object newClient(Config config) {
    return Apache4Config.newClient(config);
  }

  @Override
  public Reply call(Object client, Call call) throws IOException {
    HttpUriRequest request = request(call);
    call.cancelledBy(request::abort);
    CloseableHttpResponse response = ((CloseableHttpClient) client).execute(request);
    if (call.read() == Call.Read.LEAK) {
      return reply(response, "");
    }
    try {
      return reply(response, text(response.getEntity(), call));
    } finally {
      response.close();
      if (call.read() == Call.Read.TWICE) {
        response.close();
      }
    }
  }

  @Override
  public int status(Object client, Call call) throws IOException {
    try (CloseableHttpResponse response = ((CloseableHttpClient) client).execute(request(call))) {
      EntityUtils.consume(response.getEntity());
      return response.getStatusLine().getStatusCode();
    }
  }

  @Override
  public CompletableFuture<Reply> callAsync(Object client, Call call) {
    return inBackground(() -> call(client, call));
  }

  @Override
  public void cleanUp(Object client) throws IOException {
    ((CloseableHttpClient) client).close();
  }

  @Override
  public Iterable<String> special(String name, Object client, Call call) throws Exception {
    return Apache4Specials.run(name, (CloseableHttpClient) client, call);
  }

  static HttpUriRequest request(Call call) {
    RequestBuilder request = RequestBuilder.create(call.method()).setUri(call.url());
    String body = call.body();
    if (body != null && !call.method().equals("GET")) {
      request.setEntity(
          new StringEntity(body, ContentType.create("text/plain", StandardCharsets.UTF_8)));
    }
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      request.setHeader(header.getKey(), header.getValue());
    }
    if (call.timeoutMillis() > 0) {
      request.setConfig(RequestConfig.custom().setSocketTimeout(call.timeoutMillis()).build());
    }
    return request.build();
  }

  static String text(HttpEntity entity) throws IOException {
    return entity == null ? "" : EntityUtils.toString(entity, StandardCharsets.UTF_8);
  }

  private static String text(HttpEntity entity, Call call) throws IOException {
    if (entity == null || call.read() == Call.Read.CLOSE) {
      return "";
    }
    return call.read() == Call.Read.FULL ? text(entity) : call.body(entity.getContent());
  }

  static Reply reply(HttpResponse response, String body) {
    List<String> headers = new ArrayList<>();
    for (Header header : response.getAllHeaders()) {
      headers.add(header.getName().toLowerCase(Locale.ROOT) + ": " + header.getValue());
    }
    return Reply.of(
        response.getStatusLine().getStatusCode(),
        response.getProtocolVersion().toString(),
        headers,
        body);
  }

  /** What an application without asynchronous calls does: a thread for each. */
  static CompletableFuture<Reply> inBackground(Callable<Reply> call) {
    CompletableFuture<Reply> future = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                future.complete(call.call());
              } catch (Exception e) {
                future.completeExceptionally(e);
              }
            },
            "app-async")
        .start();
    return future;
  }
}
