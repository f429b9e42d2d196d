package io.poolingagent.app.loaders;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.util.EntityUtils;

/** An application with Apache HttpClient 4. */
public final class Apache4Shop implements Callable<String> {

  private final String url;

  /** An application that gets this URL. */
  public Apache4Shop(String url) {
    this.url = url;
  }

  /** A new client for each call, closed after it. */
  @Override
  public String call() throws IOException {
    try (CloseableHttpClient client = HttpClients.createDefault();
        CloseableHttpResponse response = client.execute(new HttpGet(url))) {
      return response.getStatusLine().getStatusCode()
          + " "
          + EntityUtils.toString(response.getEntity());
    }
  }
}
