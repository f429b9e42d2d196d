package io.poolingagent.client.jdk;

import io.poolingagent.client.HookHandler;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The cookie handler of the lanes of all clients that have one. The JDK asks its client's, which
 * here many clients share; so the request that it asks for is noted just before, by hooks in the
 * JDK's {@code CookieFilter}, and its own client's handler answers. Thread-safe.
 */
final class Cookies extends CookieHandler {
  private static final Cookies OF_EACH_REQUEST = new Cookies();

  /** From the hook to the JDK's next call, a few lines below in the same method. */
  private static final ThreadLocal<@Nullable Lease<?>> ASKED_FOR = new ThreadLocal<>();

  private Cookies() {}

  /** The cookie handler for a lane of clients that have such a one. */
  static @Nullable CookieHandler inPlaceOf(@Nullable CookieHandler handler) {
    return handler == null ? null : OF_EACH_REQUEST;
  }

  /** Before {@code CookieFilter.request(HttpRequestImpl, MultiExchange)}. */
  static HookHandler asked() {
    return (self, args) -> noted(Internals.bodyHandlerOf(args[1]));
  }

  /** Before {@code CookieFilter.response(Response)}. */
  static HookHandler told() {
    return (self, args) -> noted(Internals.bodyHandlerOfResponse(args[0]));
  }

  private static @Nullable Object noted(@Nullable Object handler) {
    if (handler instanceof Lease && ((Lease<?>) handler).cookieHandler() != null) {
      ASKED_FOR.set((Lease<?>) handler);
    }
    return null;
  }

  @Override
  public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers)
      throws IOException {
    Lease<?> lease = takeNoted();
    try {
      return handlerOf(lease).get(uri, headers);
    } catch (Throwable thrown) {
      lease.applicationThrew();
      throw thrown;
    }
  }

  @Override
  public void put(URI uri, Map<String, List<String>> headers) throws IOException {
    Lease<?> lease = takeNoted();
    try {
      handlerOf(lease).put(uri, headers);
    } catch (Throwable thrown) {
      lease.applicationThrew();
      throw thrown;
    }
  }

  /** To lose an application's cookies in silence would be worse than to fail. */
  private static Lease<?> takeNoted() throws IOException {
    Lease<?> lease = ASKED_FOR.get();
    if (lease == null) {
      throw new IOException("pooling-agent: it is not known whose cookies these are");
    }
    ASKED_FOR.remove();
    return lease;
  }

  private static CookieHandler handlerOf(Lease<?> lease) {
    return Objects.requireNonNull(lease.cookieHandler(), "a client without cookies on this lane");
  }
}
