package io.poolingagent.client.jdk;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which response bodies are read without the application's doing. The others may stay unread for
 * ever, which matters to those who share an HTTP/2 connection with them. Immutable.
 */
final class Bodies {
  private static final String SUBSCRIBERS = "jdk.internal.net.http.ResponseSubscribers$";

  /**
   * The handlers of the JDK whose bodies are read, with no code of the application's; each is one
   * class, whatever its arguments.
   */
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

  /** Reads as well, and tells the application. */
  private static final Class<?> CONSUMER_HANDLER =
      HttpResponse.BodyHandlers.ofByteArrayConsumer(part -> {}).getClass();

  private static final Class<?> STREAM_HANDLER =
      HttpResponse.BodyHandlers.ofInputStream().getClass();

  /** The publishers of the JDK that ask nobody for what they publish. */
  private static final Set<Class<?>> SELF_CONTAINED_PUBLISHERS =
      new HashSet<>(
          Arrays.asList(
              HttpRequest.BodyPublishers.noBody().getClass(),
              HttpRequest.BodyPublishers.ofString("").getClass(),
              HttpRequest.BodyPublishers.ofByteArray(new byte[0]).getClass()));

  private static final Set<String> READING_SUBSCRIBERS =
      new HashSet<>(
          Arrays.asList(
              SUBSCRIBERS + "ByteArraySubscriber",
              SUBSCRIBERS + "ConsumerSubscriber",
              SUBSCRIBERS + "NullSubscriber",
              SUBSCRIBERS + "PathSubscriber"));

  private Bodies() {}

  /** Whether this handler's bodies may stay unread, as far as one can tell before the response. */
  static boolean mayStayUnread(HttpResponse.BodyHandler<?> handler) {
    Class<?> type = handler.getClass();
    return type != CONSUMER_HANDLER && !READING_HANDLERS.contains(type);
  }

  /** Whether neither this handler nor its subscriber runs code of the application's. */
  static boolean runsNoCode(HttpResponse.BodyHandler<?> handler) {
    Class<?> type = handler.getClass();
    return type == STREAM_HANDLER || READING_HANDLERS.contains(type);
  }

  /** Whether no code of the application's runs to publish the body of this request. */
  static boolean runsNoCode(HttpRequest request) {
    Optional<HttpRequest.BodyPublisher> body = request.bodyPublisher();
    return body.isEmpty() || SELF_CONTAINED_PUBLISHERS.contains(body.get().getClass());
  }

  /** Whether this body may stay unread. */
  static boolean mayStayUnread(HttpResponse.BodySubscriber<?> subscriber) {
    return !READING_SUBSCRIBERS.contains(unwrap(subscriber).getClass().getName());
  }

  /** The application's subscriber, or what the JDK has made for it. */
  static HttpResponse.BodySubscriber<?> unwrap(HttpResponse.BodySubscriber<?> subscriber) {
    return subscriber instanceof ContextBody
        ? ((ContextBody<?>) subscriber).application()
        : subscriber instanceof ExecutorBody
            ? ((ExecutorBody<?>) subscriber).application()
            : subscriber;
  }

  /** Whether this body is handed out as the JDK's own {@code InputStream}. */
  static boolean isStream(HttpResponse.BodySubscriber<?> subscriber) {
    return unwrap(subscriber).getClass().getName().equals(SUBSCRIBERS + "HttpResponseInputStream");
  }
}
