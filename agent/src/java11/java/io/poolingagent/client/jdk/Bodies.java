package io.poolingagent.client.jdk;

import java.net.http.HttpResponse;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Which response bodies are read without the application's doing. The others may stay unread for
 * ever, which matters to those who share an HTTP/2 connection with them. Immutable.
 */
final class Bodies {
  private static final String SUBSCRIBERS = "jdk.internal.net.http.ResponseSubscribers$";

  /** The handlers of the JDK whose bodies are read; each is one class, whatever its arguments. */
  private static final Set<Class<?>> READING_HANDLERS =
      new HashSet<>(
          Arrays.asList(
              HttpResponse.BodyHandlers.ofString().getClass(),
              HttpResponse.BodyHandlers.ofString(java.nio.charset.StandardCharsets.UTF_8)
                  .getClass(),
              HttpResponse.BodyHandlers.ofByteArray().getClass(),
              HttpResponse.BodyHandlers.discarding().getClass(),
              HttpResponse.BodyHandlers.replacing("").getClass(),
              HttpResponse.BodyHandlers.ofFile(Paths.get("body")).getClass()));

  private static final Set<String> READING_SUBSCRIBERS =
      new HashSet<>(
          Arrays.asList(
              SUBSCRIBERS + "ByteArraySubscriber",
              SUBSCRIBERS + "NullSubscriber",
              SUBSCRIBERS + "PathSubscriber"));

  private Bodies() {}

  /** Whether this handler's bodies may stay unread, as far as one can tell before the response. */
  static boolean mayStayUnread(HttpResponse.BodyHandler<?> handler) {
    return !READING_HANDLERS.contains(handler.getClass());
  }

  /** Whether this body may stay unread. */
  static boolean mayStayUnread(HttpResponse.BodySubscriber<?> subscriber) {
    return !READING_SUBSCRIBERS.contains(ContextBody.unwrap(subscriber).getClass().getName());
  }

  /** Whether this body is handed out as the JDK's own {@code InputStream}. */
  static boolean isStream(HttpResponse.BodySubscriber<?> subscriber) {
    return ContextBody.unwrap(subscriber)
        .getClass()
        .getName()
        .equals(SUBSCRIBERS + "HttpResponseInputStream");
  }
}
