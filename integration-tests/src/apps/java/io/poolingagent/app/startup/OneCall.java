package io.poolingagent.app.startup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Calls the URL once with each of so many new clients, prints what it read and the threads that are
 * there, and ends by returning.
 */
public final class OneCall {

  private OneCall() {}

  /**
   * Arguments: the URL, the number of clients, and {@code threads} to print the agent's threads.
   */
  public static void main(String[] arguments) throws IOException {
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      Request request = new Request.Builder().url(arguments[0]).build();
      Response response = new OkHttpClient().newCall(request).execute();
      try (ResponseBody body = response.body()) {
        System.out.println(response.code() + " " + body.string());
      }
    }
    if (arguments.length > 2) {
      printThreads();
    }
  }

  private static void printThreads() {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
      Thread thread = each.getKey();
      boolean ours = thread.getName().startsWith("pooling-agent");
      for (StackTraceElement frame : each.getValue()) {
        ours |=
            frame.getClassName().startsWith("io.poolingagent.")
                && !frame.getClassName().startsWith("io.poolingagent.app.");
      }
      if (ours) {
        lines.add(
            "thread: "
                + thread.getName()
                + " daemon="
                + thread.isDaemon()
                + " contextClassLoader="
                + thread.getContextClassLoader());
      }
    }
    Collections.sort(lines);
    for (String line : lines) {
      System.out.println(line);
    }
  }
}
