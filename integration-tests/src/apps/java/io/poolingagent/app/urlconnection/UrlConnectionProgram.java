package io.poolingagent.app.urlconnection;

import io.poolingagent.app.Call;
import io.poolingagent.app.Config;
import io.poolingagent.app.Library;
import io.poolingagent.app.Program;
import io.poolingagent.app.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/** The JDK's {@code HttpURLConnection}, 8 and later. It has no client: ours is what we set. */
public final class UrlConnectionProgram implements Library {
  private static final ExecutorService BACKGROUND =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "app-background");
            thread.setDaemon(true);
            return thread;
          });

  /** The library, for a program that uses several. */
  public UrlConnectionProgram() {}

  /** Sets the property that {@code app.property} names, as applications do, and runs commands. */
  public static void main(String[] arguments) throws IOException {
    String property = System.getProperty("app.property");
    if (property != null) {
      int equals = property.indexOf('=');
      System.setProperty(property.substring(0, equals), property.substring(equals + 1));
    }
    Program.run(new UrlConnectionProgram());
  }

  /** Understands what {@link Settings} does. */
  @Override
  public Object newClient(Config config) throws Exception {
    return new Settings(config);
  }

  @Override
  public Reply call(Object client, Call call) throws Exception {
    HttpURLConnection connection = send((Settings) client, call);
    int status = connection.getResponseCode();
    String body = "";
    if (call.read() != Call.Read.LEAK) {
      InputStream in = input(connection, status);
      body = in == null ? "" : call.body(in);
    }
    String statusLine = String.valueOf(connection.getHeaderField(0));
    String cipher =
        connection instanceof HttpsURLConnection && call.read() == Call.Read.LEAK
            ? ((HttpsURLConnection) connection).getCipherSuite()
            : "none";
    return Reply.of(
            status,
            statusLine.substring(0, Math.max(0, statusLine.indexOf(' '))),
            Reply.headerLines(connection.getHeaderFields()),
            body)
        .with("message", String.valueOf(connection.getResponseMessage()))
        .with("url", connection.getURL().getFile())
        .with("cipher", cipher);
  }

  @Override
  public int status(Object client, Call call) throws Exception {
    HttpURLConnection connection = send((Settings) client, call);
    int status = connection.getResponseCode();
    byte[] buffer = new byte[2048];
    try (InputStream in = connection.getInputStream()) {
      while (in.read(buffer) >= 0) {
        // to the end
      }
    }
    return status;
  }

  /** There are no asynchronous calls; applications use threads of their own. */
  @Override
  public CompletableFuture<Reply> callAsync(Object client, Call call) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return call(client, call);
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        },
        BACKGROUND);
  }

  /** What there is to call is {@code disconnect()}. */
  @Override
  public void cleanUp(Object client) {
    ((Settings) client).disconnect();
  }

  @Override
  public Iterable<String> special(String name, Object client, Call call) throws Exception {
    return UrlConnectionSpecials.run(name, (Settings) client, call);
  }

  static HttpURLConnection send(Settings settings, Call call) throws Exception {
    HttpURLConnection connection = settings.open(call.url());
    call.cancelledBy(connection::disconnect);
    connection.setRequestMethod(call.method());
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      connection.setRequestProperty(header.getKey(), header.getValue());
    }
    if (call.timeoutMillis() > 0) {
      connection.setReadTimeout(call.timeoutMillis());
    }
    String body = call.body();
    if (body != null && !call.method().equals("GET") && !call.method().equals("HEAD")) {
      connection.setDoOutput(true);
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      if (settings.streams()) {
        connection.setFixedLengthStreamingMode(bytes.length);
      }
      connection.getOutputStream().write(bytes);
      connection.getOutputStream().close();
    }
    return connection;
  }

  private static @Nullable InputStream input(HttpURLConnection connection, int status)
      throws IOException {
    return status >= 400 ? connection.getErrorStream() : connection.getInputStream();
  }

  static String read(@Nullable InputStream from) throws IOException {
    if (from == null) {
      return "";
    }
    try (InputStream in = from) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
      return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }
  }
}
