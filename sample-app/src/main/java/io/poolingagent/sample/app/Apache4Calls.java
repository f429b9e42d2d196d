package io.poolingagent.sample.app;

import java.io.IOException;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.util.EntityUtils;
import org.jspecify.annotations.Nullable;

/** Apache HttpClient 4, as its tutorial shows it. */
final class Apache4Calls implements HttpCalls {
  private final @Nullable CloseableHttpClient kept;
  private final boolean cleanUp;

  Apache4Calls(ClientStyle style, boolean cleanUp) {
    this.kept =
        style == ClientStyle.SHARED
            ? HttpClients.custom().setMaxConnPerRoute(100).setMaxConnTotal(100).build()
            : null;
    this.cleanUp = cleanUp && style == ClientStyle.PER_REQUEST;
  }

  @Override
  public String get(String url) throws IOException {
    return send(new HttpGet(url));
  }

  @Override
  public String postJson(String url, String json) throws IOException {
    HttpPost post = new HttpPost(url);
    post.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
    return send(post);
  }

  private String send(HttpUriRequest request) throws IOException {
    CloseableHttpClient client = kept != null ? kept : HttpClients.createDefault();
    try (CloseableHttpResponse response = client.execute(request)) {
      String text = EntityUtils.toString(response.getEntity());
      if (response.getStatusLine().getStatusCode() != 200) {
        throw new IOException(
            request + " was answered with " + response.getStatusLine() + ": " + text);
      }
      return text;
    } finally {
      if (cleanUp) {
        client.close();
      }
    }
  }
}
