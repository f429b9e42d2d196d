package io.poolingagent.app.okhttp;

import io.poolingagent.app.Call;
import io.poolingagent.app.Config;
import io.poolingagent.app.Library;
import io.poolingagent.app.Program;
import io.poolingagent.app.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okhttp3.Cache;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** OkHttp 3.0 to 5.x. */
public final class OkHttpProgram implements Library {

  /** The library, for a program that uses several. */
  public OkHttpProgram() {}

  /** Runs the command loop. */
  public static void main(String[] arguments) throws IOException {
    Program.run(new OkHttpProgram());
  }

  @Override
  public Object newClient(Config config) {
    return OkHttpConfig.newClient(config);
  }

  @Override
  public Reply call(Object client, Call call) throws IOException {
    okhttp3.Call request = client(client, call).newCall(request(call));
    call.cancelledBy(request::cancel);
    if (call.read() == Call.Read.LEAK) {
      Response response = request.execute();
      return Reply.of(response.code(), response.protocol().toString(), headers(response), "");
    }
    return reply(request.execute(), call);
  }

  @Override
  public int status(Object client, Call call) throws IOException {
    Response response = ((OkHttpClient) client).newCall(request(call)).execute();
    try (ResponseBody body = response.body()) {
      body.bytes();
      return response.code();
    }
  }

  @Override
  public CompletableFuture<Reply> callAsync(Object client, Call call) {
    CompletableFuture<Reply> future = new CompletableFuture<>();
    okhttp3.Call asked = client(client, call).newCall(request(call));
    call.cancelledBy(asked::cancel);
    asked.enqueue(
        new Callback() {
          @Override
          public void onFailure(okhttp3.Call failed, IOException e) {
            future.complete(Reply.failed(e).with("thread", threadKind()));
          }

          @Override
          public void onResponse(okhttp3.Call answered, Response response) throws IOException {
            try {
              future.complete(reply(response, call).with("thread", threadKind()));
            } catch (IOException e) {
              future.complete(Reply.failed(e).with("thread", threadKind()));
            }
          }
        });
    return future;
  }

  @Override
  public void cleanUp(Object client) throws IOException {
    OkHttpClient owned = (OkHttpClient) client;
    owned.dispatcher().executorService().shutdown();
    owned.connectionPool().evictAll();
    Cache cache = owned.cache();
    if (cache != null) {
      cache.close();
    }
  }

  @Override
  public Iterable<String> special(String name, Object client, Call call) throws Exception {
    return OkHttpSpecials.run(name, (OkHttpClient) client, request(call));
  }

  private static OkHttpClient client(Object client, Call call) {
    OkHttpClient made = (OkHttpClient) client;
    if (call.timeoutMillis() == 0) {
      return made;
    }
    return made.newBuilder()
        .readTimeout(call.timeoutMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
        .build();
  }

  static Request request(Call call) {
    Request.Builder request = new Request.Builder().url(call.url());
    String body = call.body();
    request.method(call.method(), body == null || call.method().equals("GET") ? null : body(body));
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      request.header(header.getKey(), header.getValue());
    }
    return request.build();
  }

  /** The parameter order of 3.x: 4.x keeps it, deprecated. */
  private static RequestBody body(String text) {
    return RequestBody.create(MediaType.parse("text/plain; charset=utf-8"), text);
  }

  private static Reply reply(Response response, Call call) throws IOException {
    // The body, not the response: 3.0 cannot close the latter.
    try (ResponseBody content = response.body()) {
      String body =
          call.read() == Call.Read.FULL ? content.string() : call.body(content.byteStream());
      int redirects = 0;
      for (Response prior = response.priorResponse();
          prior != null;
          prior = prior.priorResponse()) {
        redirects++;
      }
      return Reply.of(response.code(), response.protocol().toString(), headers(response), body)
          .with("prior", Integer.toString(redirects))
          .with("cipher", handshake(response));
    }
  }

  private static List<String> headers(Response response) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < response.headers().size(); i++) {
      lines.add(
          response.headers().name(i).toLowerCase(Locale.ROOT) + ": " + response.headers().value(i));
    }
    return lines;
  }

  private static String handshake(Response response) {
    return response.handshake() == null ? "none" : response.handshake().cipherSuite().toString();
  }

  /** The name of the current thread without what differs from client to client. */
  private static String threadKind() {
    return Thread.currentThread().getName().replaceAll("http.*", "URL");
  }
}
