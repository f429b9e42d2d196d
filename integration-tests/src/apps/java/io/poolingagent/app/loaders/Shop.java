package io.poolingagent.app.loaders;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** A web application, seen by its container through a JDK type only. */
public final class Shop implements Callable<String>, AutoCloseable {

  private final String url;

  /** An application that gets this URL. */
  public Shop(String url) {
    this.url = url;
  }

  /** A new client for each call, cleaned up as OkHttp's documentation says. */
  @Override
  public String call() throws IOException {
    // Without timeouts, because Okio's watchdog thread would hold our loader for a minute.
    OkHttpClient client =
        new OkHttpClient.Builder()
            .connectTimeout(0, TimeUnit.SECONDS)
            .readTimeout(0, TimeUnit.SECONDS)
            .writeTimeout(0, TimeUnit.SECONDS)
            .build();
    Response response = client.newCall(new Request.Builder().url(url).build()).execute();
    try (ResponseBody body = response.body()) {
      return response.code() + " " + body.string();
    } finally {
      client.dispatcher().executorService().shutdown();
      client.connectionPool().evictAll();
    }
  }

  /**
   * Ends the threads of the library, which otherwise wait a minute for more work and hold this
   * class's loader meanwhile, with or without the agent. OkHttp has no API for it. A library that
   * lives outside of the application goes on for others.
   */
  @Override
  public void close() throws ReflectiveOperationException {
    if (OkHttpClient.class.getClassLoader() != Shop.class.getClassLoader()) {
      return;
    }
    try {
      Class<?> runner = Class.forName("okhttp3.internal.concurrent.TaskRunner");
      Object backend = runner.getMethod("getBackend").invoke(runner.getField("INSTANCE").get(null));
      backend.getClass().getMethod("shutdown").invoke(backend);
    } catch (ClassNotFoundException before4_3) {
      Field executor =
          Class.forName("okhttp3.internal.connection.RealConnectionPool")
              .getDeclaredField("executor");
      executor.setAccessible(true);
      ((ExecutorService) executor.get(null)).shutdown();
    }
  }
}
