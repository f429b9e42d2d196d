package io.poolingagent.it.bench;

import io.poolingagent.it.TestTls;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An nginx on loopback, found on the PATH, that answers 1 KB over http, https (HTTP/1.1) and h2.
 */
final class Nginx implements AutoCloseable {

  private static final Pattern ACCEPTS = Pattern.compile("requests\\s+(\\d+)");

  private final Process process;
  private final int http = freePort();
  private final int https = freePort();
  private final int h2 = freePort();
  private final int status = freePort();
  private final HttpClient client = HttpClient.newHttpClient();

  private Nginx(int requestsPerConnection, int origins) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("bench-nginx");
    Files.writeString(folder.resolve("server.pem"), TestTls.serverPem());
    Path config = folder.resolve("nginx.conf");
    Files.writeString(
        config,
        """
        daemon off;
        worker_processes 1;
        pid FOLDER/pid;
        error_log FOLDER/error.log warn;
        events { worker_connections 16384; }
        http {
          access_log off;
          client_body_temp_path FOLDER; proxy_temp_path FOLDER; fastcgi_temp_path FOLDER;
          uwsgi_temp_path FOLDER; scgi_temp_path FOLDER;
          keepalive_requests REQUESTS;
          keepalive_timeout 75s;
          default_type text/plain;
          ssl_certificate FOLDER/server.pem;
          ssl_certificate_key FOLDER/server.pem;
          server { listen 127.0.0.1:HTTP; ORIGINS location / { return 200 "BODY"; } }
          server { listen 127.0.0.1:TLS ssl; location / { return 200 "BODY"; } }
          server { listen 127.0.0.1:H2 ssl http2; location / { return 200 "BODY"; } }
          server { listen 127.0.0.1:STATUS; location / { stub_status; } }
        }
        """
            .replace("FOLDER", folder.toString())
            .replace("REQUESTS", Integer.toString(requestsPerConnection))
            .replace("ORIGINS", listen(origins))
            .replace("HTTP;", http + ";")
            .replace("TLS ", https + " ")
            .replace("H2 ", h2 + " ")
            .replace("STATUS", Integer.toString(status))
            .replace("BODY", "x".repeat(1024)));
    process =
        new ProcessBuilder("nginx", "-p", folder.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.log").toFile())
            .start();
    for (int i = 0; ; i++) {
      try {
        accepts();
        return;
      } catch (IOException e) {
        if (i == 100 || !process.isAlive()) {
          process.destroy();
          throw new IOException(
              "nginx does not run: " + Files.readString(folder.resolve("out.log")), e);
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  /**
   * Starts nginx; it closes each connection after this many requests.
   *
   * @param origins at how many addresses of this machine it answers over http: {@code localhost}
   *     for one, else beside that {@code 127.0.1.1} and so on, as the applications call them
   */
  static Nginx start(int requestsPerConnection, int origins)
      throws IOException, InterruptedException {
    return new Nginx(requestsPerConnection, origins);
  }

  private static String listen(int origins) {
    return IntStream.range(0, origins == 1 ? 0 : origins)
        .mapToObj(i -> "listen 127.0." + (1 + i / 250) + "." + (1 + i % 250) + ":HTTP;")
        .collect(Collectors.joining(" "));
  }

  String url(String protocol) {
    return switch (protocol) {
      case "http" -> "http://localhost:" + http + "/";
      case "https" -> "https://localhost:" + https + "/";
      case "h2" -> "https://localhost:" + h2 + "/";
      default -> throw new IllegalArgumentException("http, https or h2, not " + protocol);
    };
  }

  /**
   * How many connections nginx has accepted; the one connection that asks is kept and so counts
   * once.
   */
  long accepts() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + status + "/")).build();
    String text = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    Matcher matcher = ACCEPTS.matcher(text);
    if (!matcher.find()) {
      throw new IOException("not a stub_status page: " + text);
    }
    return Long.parseLong(matcher.group(1));
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
