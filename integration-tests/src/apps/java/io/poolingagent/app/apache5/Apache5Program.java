package io.poolingagent.app.apache5;

import io.poolingagent.app.Call;
import io.poolingagent.app.Config;
import io.poolingagent.app.Library;
import io.poolingagent.app.Program;
import io.poolingagent.app.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** Apache HttpClient 5.0 to 5.6. */
public final class Apache5Program implements Library {

  /** The classic API has no asynchronous calls; applications that want some do as this does. */
  private static final ExecutorService EXECUTOR =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "app-async");
            thread.setDaemon(true);
            return thread;
          });

  /** The library, for a program that uses several. */
  public Apache5Program() {}

  /** Runs the command loop. */
  public static void main(String[] arguments) throws IOException {
    Program.run(new Apache5Program());
  }

  @Override
  public Object newClient(Config config) {
    return Apache5Config.newClient(config);
  }

  @Override
  public Reply call(Object client, Call call) throws IOException, ParseException {
    CloseableHttpResponse response = execute((CloseableHttpClient) client, call);
    if (call.read() == Call.Read.LEAK) {
      return reply(response, "");
    }
    try {
      return reply(response, call.read() == Call.Read.CLOSE ? "" : body(response, call));
    } finally {
      response.close();
      if (call.read() == Call.Read.TWICE) {
        response.close();
      }
    }
  }

  @SuppressWarnings("deprecation") // the only way in 5.0
  private static CloseableHttpResponse execute(CloseableHttpClient client, Call call)
      throws IOException {
    HttpUriRequestBase request = request(call);
    call.cancelledBy(request::abort);
    return client.execute(request);
  }

  @Override
  public int status(Object client, Call call) throws IOException {
    try (CloseableHttpResponse response = execute((CloseableHttpClient) client, call)) {
      HttpEntity entity = response.getEntity();
      if (entity != null) {
        EntityUtils.toByteArray(entity);
      }
      return response.getCode();
    }
  }

  @Override
  public CompletableFuture<Reply> callAsync(Object client, Call call) {
    CompletableFuture<Reply> future = new CompletableFuture<>();
    EXECUTOR.execute(
        () -> {
          try {
            future.complete(call(client, call));
          } catch (Exception | LinkageError e) {
            future.complete(Reply.failed(e));
          }
        });
    return future;
  }

  @Override
  public void cleanUp(Object client) throws IOException {
    ((CloseableHttpClient) client).close();
  }

  @Override
  public Iterable<String> special(String name, Object client, Call call) throws Exception {
    return Apache5Specials.run(name, (CloseableHttpClient) client, call);
  }

  static HttpUriRequestBase request(Call call) {
    HttpUriRequestBase request = new HttpUriRequestBase(call.method(), URI.create(call.url()));
    String body = call.body();
    if (body != null && !call.method().equals("GET")) {
      request.setEntity(new StringEntity(body, StandardCharsets.UTF_8));
    }
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      request.setHeader(header.getKey(), header.getValue());
    }
    if (call.timeoutMillis() > 0) {
      request.setConfig(
          RequestConfig.custom()
              .setResponseTimeout(call.timeoutMillis(), TimeUnit.MILLISECONDS)
              .build());
    }
    return request;
  }

  private static String body(CloseableHttpResponse response, Call call)
      throws IOException, ParseException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return "";
    }
    return call.read() == Call.Read.FULL
        ? EntityUtils.toString(entity)
        : call.body(entity.getContent());
  }

  static Reply reply(CloseableHttpResponse response, String body) {
    List<String> headers = new ArrayList<>();
    for (Header header : response.getHeaders()) {
      headers.add(header.getName().toLowerCase(Locale.ROOT) + ": " + header.getValue());
    }
    return Reply.of(response.getCode(), String.valueOf(response.getVersion()), headers, body);
  }
}
