package io.poolingagent.app.loaders;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.concurrent.Callable;

/** An application with the JDK's old client. */
public final class UrlConnectionShop implements Callable<String> {

  private final String url;

  /** An application that gets this URL. */
  public UrlConnectionShop(String url) {
    this.url = url;
  }

  /** Reads the answer and disconnects, as many do. */
  @Override
  public String call() throws IOException {
    HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
    try {
      Scanner body =
          new Scanner(connection.getInputStream(), StandardCharsets.UTF_8.name())
              .useDelimiter("\\A");
      return connection.getResponseCode() + " " + body.next();
    } finally {
      connection.disconnect();
    }
  }
}
