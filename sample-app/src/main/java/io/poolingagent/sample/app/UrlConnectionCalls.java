package io.poolingagent.sample.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's {@code HttpURLConnection}. It has no client to keep; what applications make for each
 * request is the socket factory for TLS, without which connections cannot be used again.
 */
final class UrlConnectionCalls implements HttpCalls {
  private final @Nullable SSLSocketFactory kept;
  private final boolean disconnect;

  UrlConnectionCalls(ClientStyle style, boolean cleanUp) {
    this.kept = style == ClientStyle.SHARED ? newFactory() : null;
    this.disconnect = cleanUp && style == ClientStyle.PER_REQUEST;
  }

  @Override
  public String get(String url) throws IOException {
    return send(url, null);
  }

  @Override
  public String postJson(String url, String json) throws IOException {
    return send(url, json.getBytes(StandardCharsets.UTF_8));
  }

  private String send(String url, byte @Nullable [] json) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
    if (connection instanceof HttpsURLConnection) {
      ((HttpsURLConnection) connection).setSSLSocketFactory(kept != null ? kept : newFactory());
    }
    if (json != null) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json; charset=utf-8");
      connection.getOutputStream().write(json);
    }
    try {
      int status = connection.getResponseCode();
      String body = read(status < 400 ? connection.getInputStream() : connection.getErrorStream());
      if (status != 200) {
        throw new IOException(url + " was answered with " + status + ": " + body);
      }
      return body;
    } finally {
      if (disconnect) {
        connection.disconnect();
      }
    }
  }

  /** A context that trusts what the JVM trusts, as one that trusts a company's own CA is made. */
  private static SSLSocketFactory newFactory() {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init((java.security.KeyStore) null);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read(@Nullable InputStream from) throws IOException {
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
