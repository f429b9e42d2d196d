package io.poolingagent.app.loaders;

import java.io.IOException;
import java.util.concurrent.Callable;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** A web application, seen by its container through a JDK type only. */
public final class Shop implements Callable<String> {

  private final String url;

  /** An application that gets this URL. */
  public Shop(String url) {
    this.url = url;
  }

  /** A new client for each call, cleaned up as OkHttp's documentation says. */
  @Override
  public String call() throws IOException {
    OkHttpClient client = new OkHttpClient();
    Response response = client.newCall(new Request.Builder().url(url).build()).execute();
    try (ResponseBody body = response.body()) {
      return response.code() + " " + body.string();
    } finally {
      client.dispatcher().executorService().shutdown();
      client.connectionPool().evictAll();
    }
  }
}
