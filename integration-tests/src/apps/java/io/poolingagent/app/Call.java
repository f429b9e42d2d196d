package io.poolingagent.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that a test asks for. Immutable. */
public final class Call {

  /** What the application does with the body of the answer. */
  public enum Read {
    /** Reads to the end and closes. */
    FULL,
    /** Looks at the status only and forgets the answer, unread and open. */
    LEAK,
    /** Closes without reading. */
    CLOSE
  }

  private final String method;
  private final String url;
  private final @Nullable String body;
  private final Map<String, String> headers;
  private final int timeoutMillis;
  private final Read read;

  Call(
      String method,
      String url,
      @Nullable String body,
      Map<String, String> headers,
      int timeoutMillis,
      Read read) {
    this.method = method;
    this.url = url;
    this.body = body;
    this.headers = new LinkedHashMap<>(headers);
    this.timeoutMillis = timeoutMillis;
    this.read = read;
  }

  /** Answers the request method, upper case. */
  public String method() {
    return method;
  }

  /** Answers the absolute address. */
  public String url() {
    return url;
  }

  /** Answers the request body, or null for none. */
  public @Nullable String body() {
    return body;
  }

  /** Answers the request headers that the application sets. */
  public Map<String, String> headers() {
    return headers;
  }

  /**
   * Answers how long the application waits for the answer, in milliseconds; 0 for the library's
   * default.
   */
  public int timeoutMillis() {
    return timeoutMillis;
  }

  /** Answers what happens to the body of the answer. */
  public Read read() {
    return read;
  }
}
