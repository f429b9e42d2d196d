package io.poolingagent.client.apache4;

import io.poolingagent.client.HttpSemantics;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * What the engine is executing on this thread, for the moment when it asks for a connection: the
 * library does not tell its manager what the connection is for. Nothing of it is left on the thread
 * afterwards, which may outlive the application.
 */
public final class CurrentRequest {
  private static final Object NOTHING = new Object();

  private final ThreadLocal<@Nullable Taken> current = new ThreadLocal<>();

  /**
   * An execution begins.
   *
   * @param request null if it is to go the application's own way
   * @return what was there before, for {@link #ends}
   */
  public Object begins(@Nullable Taken request) {
    Taken before = current.get();
    current.set(request);
    return before == null ? NOTHING : before;
  }

  /** The execution is over; there may be another one around it. */
  public void ends(Object before) {
    current.set(before == NOTHING ? null : (Taken) before);
  }

  /** Looks at what is executed; null if nothing is, as by an engine of the application's own. */
  public @Nullable Taken look() {
    return current.get();
  }

  /** Takes it: an engine that asks once for each execution. */
  public @Nullable Taken take() {
    Taken found = current.get();
    current.set(null);
    return found;
  }

  /** What is known of a request. */
  public static final class Taken {
    /** Whether doing it twice is as good as once (RFC 9110, section 9.2.2). */
    final boolean idempotent;

    /** What its engine and its factories of sockets share. */
    public final HttpContext context;

    /** Not positive for none. */
    final int connectTimeoutMillis;

    /** How it would introduce itself to the proxy of a tunnel; null if it would not, or unknown. */
    final @Nullable String tunnelUser;

    /** What a connection takes from the request that opens it, as text. */
    public final @Nullable String parameters;

    private Taken(
        String method,
        HttpContext context,
        int connectTimeoutMillis,
        @Nullable String tunnelUser,
        @Nullable String parameters) {
      this.idempotent = HttpSemantics.isIdempotent(method);
      this.context = context;
      this.connectTimeoutMillis = connectTimeoutMillis;
      this.tunnelUser = tunnelUser;
      this.parameters = parameters;
    }

    /** Of the API of 4.3. */
    static Taken of(
        String method, HttpContext context, int connectTimeoutMillis, @Nullable String tunnelUser) {
      return new Taken(method, context, connectTimeoutMillis, tunnelUser, null);
    }

    /** Of the API of 4.0. */
    public static Taken of(String method, HttpContext context, String parameters) {
      return new Taken(method, context, 0, null, parameters);
    }
  }
}
