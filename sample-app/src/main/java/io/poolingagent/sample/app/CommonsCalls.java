package io.poolingagent.sample.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.httpclient.HttpClient;
import org.apache.commons.httpclient.HttpMethodBase;
import org.apache.commons.httpclient.MultiThreadedHttpConnectionManager;
import org.apache.commons.httpclient.SimpleHttpConnectionManager;
import org.apache.commons.httpclient.methods.GetMethod;
import org.apache.commons.httpclient.methods.PostMethod;
import org.apache.commons.httpclient.methods.StringRequestEntity;
import org.jspecify.annotations.Nullable;

/** Commons HttpClient 3.1, as its tutorial shows it. */
final class CommonsCalls implements HttpCalls {
  private final @Nullable HttpClient kept;
  private final boolean cleanUp;

  CommonsCalls(ClientStyle style, boolean cleanUp) {
    this.kept = style == ClientStyle.SHARED ? forManyThreads() : null;
    this.cleanUp = cleanUp && style == ClientStyle.PER_REQUEST;
  }

  private static HttpClient forManyThreads() {
    MultiThreadedHttpConnectionManager connections = new MultiThreadedHttpConnectionManager();
    connections.getParams().setDefaultMaxConnectionsPerHost(100);
    connections.getParams().setMaxTotalConnections(100);
    return new HttpClient(connections);
  }

  @Override
  public String get(String url) throws IOException {
    return send(new GetMethod(url));
  }

  @Override
  public String postJson(String url, String json) throws IOException {
    PostMethod post = new PostMethod(url);
    post.setRequestEntity(new StringRequestEntity(json, "application/json", "UTF-8"));
    return send(post);
  }

  private String send(HttpMethodBase method) throws IOException {
    HttpClient client = kept != null ? kept : new HttpClient();
    try {
      int status = client.executeMethod(method);
      String text = new String(method.getResponseBody(), StandardCharsets.UTF_8);
      if (status != 200) {
        throw new IOException(
            method.getURI() + " was answered with " + method.getStatusLine() + ": " + text);
      }
      return text;
    } finally {
      method.releaseConnection();
      if (cleanUp) {
        ((SimpleHttpConnectionManager) client.getHttpConnectionManager()).shutdown();
      }
    }
  }
}
