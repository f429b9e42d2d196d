package io.poolingagent.sample.app;

import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.jspecify.annotations.Nullable;

/** Apache HttpClient 5, as its quick start shows it. */
final class Apache5Calls implements HttpCalls {
  private final @Nullable CloseableHttpClient kept;
  private final boolean cleanUp;

  Apache5Calls(ClientStyle style, boolean cleanUp) {
    this.kept =
        style == ClientStyle.SHARED
            ? HttpClients.custom()
                .setConnectionManager(
                    PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(100)
                        .setMaxConnTotal(100)
                        .build())
                .build()
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

  @SuppressWarnings("deprecation") // since 5.2, in favour of what 5.0 lacks
  private String send(HttpUriRequestBase request) throws IOException {
    CloseableHttpClient client = kept != null ? kept : HttpClients.createDefault();
    try (CloseableHttpResponse response = client.execute(request)) {
      String text = EntityUtils.toString(response.getEntity());
      if (response.getCode() != 200) {
        throw new IOException(request + " was answered with " + response.getCode() + ": " + text);
      }
      return text;
    } catch (ParseException e) {
      throw new IOException(e);
    } finally {
      if (cleanUp) {
        client.close();
      }
    }
  }
}
