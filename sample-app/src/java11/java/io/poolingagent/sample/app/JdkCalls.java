package io.poolingagent.sample.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;

/** The JDK's own client, {@code java.net.http}. */
final class JdkCalls implements HttpCalls {
  private final @Nullable HttpClient kept;
  private final boolean cleanUp;

  JdkCalls(ClientStyle style, boolean cleanUp) {
    this.kept = style == ClientStyle.SHARED ? HttpClient.newHttpClient() : null;
    this.cleanUp = cleanUp && style == ClientStyle.PER_REQUEST;
  }

  @Override
  public String get(String url) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url)).build());
  }

  @Override
  public String postJson(String url, String json) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    HttpClient client = kept != null ? kept : HttpClient.newHttpClient();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(
            request + " was answered with " + response.statusCode() + ": " + response.body());
      }
      return response.body();
    } finally {
      if (cleanUp) {
        close(client);
      }
    }
  }

  /** {@code HttpClient.close()} came with JDK 21; before, a client could not be closed. */
  private static void close(HttpClient client) throws IOException {
    if (client instanceof AutoCloseable) {
      try {
        ((AutoCloseable) client).close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException("could not close " + client, e);
      }
    }
  }
}
