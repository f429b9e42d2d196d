package io.poolingagent.app.startup;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Calls the URL once with each of so many new JDK clients, prints what it read, and ends. */
public final class OneJdkCall {

  private OneJdkCall() {}

  /** Arguments: the URL, the number of clients. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0])).build();
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      System.out.println(response.statusCode() + " " + response.body());
    }
  }
}
