package io.poolingagent.app.urlconnection;

import io.poolingagent.app.Call;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;

/** Ways of using a connection that only this library has. */
final class UrlConnectionSpecials {
  private static final int TIMES = 5;

  private UrlConnectionSpecials() {}

  /** Does the same five times, and answers what was seen each time. */
  static List<String> run(String name, Settings settings, Call call) throws Exception {
    List<String> seen = new ArrayList<>();
    List<HttpURLConnection> kept = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      HttpURLConnection connection = UrlConnectionProgram.send(settings, call);
      kept.add(connection);
      seen.add(one(name, connection));
    }
    if (name.equals("status-then-body")) {
      for (HttpURLConnection connection : kept) {
        seen.add(UrlConnectionProgram.read(connection.getInputStream()));
      }
    }
    return seen;
  }

  private static String one(String name, HttpURLConnection connection) throws IOException {
    switch (name) {
      case "status":
      case "status-then-body":
        return "" + connection.getResponseCode();
      case "status-disconnect":
        String status = "" + connection.getResponseCode();
        connection.disconnect();
        return status;
      case "read-disconnect":
        InputStream in = connection.getInputStream();
        int bytes = 0;
        while (in.read() >= 0) {
          bytes++;
        }
        connection.disconnect();
        return "" + bytes;
      case "error-unread":
        try {
          connection.getInputStream();
          return "no error";
        } catch (IOException expected) {
          return expected.getClass().getName();
        }
      case "error-disconnect":
        try {
          connection.getInputStream();
          return "no error";
        } catch (IOException expected) {
          connection.disconnect();
          return expected.getClass().getName();
        }
      case "drain":
        return UrlConnectionProgram.read(connection.getInputStream());
      default:
        throw new IllegalArgumentException(name);
    }
  }
}
