package io.poolingagent.sample.app;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/** OkHttp, by API that 3.x, 4.x and 5.x have in common. */
final class OkHttpCalls implements HttpCalls {
  private static final MediaType JSON = MediaType.parse("application/json; charset=utf-8");

  private final @Nullable OkHttpClient kept;
  private final boolean cleanUp;

  OkHttpCalls(ClientStyle style, boolean cleanUp) {
    this.kept = style == ClientStyle.SHARED ? new OkHttpClient() : null;
    this.cleanUp = cleanUp && style == ClientStyle.PER_REQUEST;
  }

  @Override
  public String get(String url) throws IOException {
    return send(new Request.Builder().url(url).build());
  }

  @Override
  public String postJson(String url, String json) throws IOException {
    return send(new Request.Builder().url(url).post(RequestBody.create(JSON, json)).build());
  }

  private String send(Request request) throws IOException {
    OkHttpClient client = kept != null ? kept : new OkHttpClient();
    Response response = client.newCall(request).execute();
    try (ResponseBody body = response.body()) {
      String text = body.string();
      if (response.code() != 200) {
        throw new IOException(request + " was answered with " + response.code() + ": " + text);
      }
      return text;
    } finally {
      if (cleanUp) {
        // As OkHttpClient's documentation says under "Shutdown isn't necessary".
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
      }
    }
  }
}
