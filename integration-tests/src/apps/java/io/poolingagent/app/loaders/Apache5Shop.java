package io.poolingagent.app.loaders;

import java.util.concurrent.Callable;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** An application with Apache HttpClient 5. */
public final class Apache5Shop implements Callable<String> {

  private final String url;

  /** An application that gets this URL. */
  public Apache5Shop(String url) {
    this.url = url;
  }

  /** A new client for each call, closed after it. */
  @Override
  public String call() throws Exception {
    try (CloseableHttpClient client = HttpClients.createDefault();
        CloseableHttpResponse response = client.execute(new HttpGet(url))) {
      return response.getCode() + " " + EntityUtils.toString(response.getEntity());
    }
  }
}
