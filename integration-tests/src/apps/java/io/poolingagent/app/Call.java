package io.poolingagent.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that a test asks for. Immutable but for the way to cancel it. Thread-safe. */
public final class Call {

  /** What the application does with the body of the answer. */
  public enum Read {
    /** Reads to the end and closes. */
    FULL,
    /** Looks at the status only and forgets the answer, unread and open. */
    LEAK,
    /** Closes without reading. */
    CLOSE,
    /** Reads a little and closes. */
    PART,
    /** Reads to the end and closes twice. */
    TWICE
  }

  private final String method;
  private final String url;
  private final @Nullable String body;
  private final Map<String, String> headers;
  private final int timeoutMillis;
  private final Read read;
  private volatile @Nullable Runnable canceller;

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

  /**
   * Tells how this call is cancelled while it is under way; a program without such a way never
   * does.
   */
  public void cancelledBy(Runnable how) {
    canceller = how;
  }

  /** Cancels the call, from any thread, as far as its library can. */
  void cancel() {
    Runnable how = canceller;
    if (how != null) {
      how.run();
    }
  }

  /** Reads a body that is a stream as {@link #read} says; answers what was read. */
  public String body(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      int most = read == Read.CLOSE || read == Read.LEAK ? 0 : read == Read.PART ? 3 : -1;
      byte[] buffer = new byte[4096];
      while (most != 0) {
        int n = in.read(buffer, 0, most < 0 ? buffer.length : most);
        if (n < 0) {
          break;
        }
        out.write(buffer, 0, n);
        most = most < 0 ? most : most - n;
      }
    } finally {
      if (read != Read.LEAK) {
        in.close();
      }
      if (read == Read.TWICE) {
        in.close();
      }
    }
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }
}
