package io.poolingagent.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the application sees of an answer, or of a failure. */
public final class Reply {

  private final StringBuilder line = new StringBuilder();

  private Reply() {}

  /**
   * An answer.
   *
   * @param version the protocol as the library names it, such as {@code HTTP/1.1} or {@code h2}
   * @param headers in the library's order; the test decides which of them vary
   */
  public static Reply of(int status, String version, Iterable<String> headers, String body) {
    Reply reply = new Reply();
    reply.with("status", Integer.toString(status)).with("version", version).with("body", body);
    for (String header : headers) {
      reply.with("header", header);
    }
    return reply;
  }

  /** A failure, with its causes: type and message of each. */
  public static Reply failed(Throwable failure) {
    Reply reply = new Reply();
    int depth = 0;
    for (Throwable t = failure; t != null && depth < 8; t = t.getCause(), depth++) {
      reply.with("exception", t.getClass().getName());
      reply.with("message", String.valueOf(t.getMessage()));
    }
    return reply;
  }

  /** Adds a fact for the test. */
  public Reply with(String name, String value) {
    if (line.length() > 0) {
      line.append('\t');
    }
    line.append(name).append('=').append(escape(value));
    return this;
  }

  static String escape(String text) {
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\r", "\\r")
        .replace("\n", "\\n");
  }

  /** Flattens multi-valued headers into lines {@code name: value}, names in lower case, sorted. */
  public static List<String> headerLines(Map<String, List<String>> headers) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<@Nullable String, List<String>> header : headers.entrySet()) {
      String name = header.getKey();
      if (name == null) {
        continue;
      }
      for (String value : header.getValue()) {
        lines.add(name.toLowerCase(java.util.Locale.ROOT) + ": " + value);
      }
    }
    java.util.Collections.sort(lines);
    return lines;
  }

  /** One line for the test to parse: tab-separated {@code name=value}. */
  @Override
  public String toString() {
    return line.toString();
  }
}
