package io.poolingagent.client.apache4;

import io.poolingagent.client.HttpSemantics;
import org.jspecify.annotations.Nullable;

/**
 * What the engine is about to execute on this thread, for the moment when it asks for a connection:
 * the library does not tell its manager what the connection is for.
 *
 * <p>Only types of the JDK are left on the thread, for a request may end before it asks, and the
 * thread outlive the application.
 */
public final class CurrentRequest {
  private static final Object NOTHING = new Object();

  private final ThreadLocal<@Nullable Object[]> current = new ThreadLocal<>();

  /**
   * @param method the request's method
   * @param connectTimeoutMillis as configured for the request; not positive for none
   * @param proxyUser whom the client would tell a proxy that it is, or null
   * @param parameters what a connection takes from the request that opens it, as text
   * @return what was there before, for {@link #ends}
   */
  public Object begins(
      String method,
      int connectTimeoutMillis,
      @Nullable String proxyUser,
      @Nullable String parameters) {
    @Nullable Object[] before = current.get();
    current.set(new @Nullable Object[] {method, connectTimeoutMillis, proxyUser, parameters});
    return before == null ? NOTHING : before;
  }

  /** The execution is over; there may be another one around it. */
  public void ends(Object before) {
    if (before == NOTHING) {
      current.remove();
    } else {
      current.set((@Nullable Object[]) before);
    }
  }

  /** Looks at what was left; null if nothing was, as for an engine of the application's own. */
  public @Nullable Taken look() {
    @Nullable Object[] values = current.get();
    return values == null
        ? null
        : new Taken(
            (String) values[0],
            values[1] == null ? 0 : (Integer) values[1],
            (String) values[2],
            (String) values[3]);
  }

  /** Takes what was left: an engine that asks once for each execution. */
  public @Nullable Taken take() {
    Taken found = look();
    if (found != null) {
      current.remove();
    }
    return found;
  }

  /** What is known of a request. */
  public static final class Taken {
    /** Whether doing it twice is as good as once (RFC 9110, section 9.2.2). */
    public final boolean idempotent;

    /** Not positive for none. */
    public final int connectTimeoutMillis;

    /** Name and password for proxies, or null. */
    public final @Nullable String proxyUser;

    /** What a connection takes from the request that opens it. */
    public final @Nullable String parameters;

    Taken(
        @Nullable String method,
        int connectTimeoutMillis,
        @Nullable String proxyUser,
        @Nullable String parameters) {
      this.parameters = parameters;
      this.idempotent = method != null && HttpSemantics.isIdempotent(method);
      this.connectTimeoutMillis = connectTimeoutMillis;
      this.proxyUser = proxyUser;
    }
  }
}
