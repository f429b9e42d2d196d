package io.poolingagent.client.jdk;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The methods by which a client of JDK 21 or later is closed. Only called by those of our own, so
 * never before JDK 21.
 */
final class Closing {
  private static final @Nullable Method SHUTDOWN = method("shutdown");
  private static final @Nullable Method SHUTDOWN_NOW = method("shutdownNow");
  private static final @Nullable Method IS_TERMINATED = method("isTerminated");
  private static final @Nullable Method AWAIT_TERMINATION =
      method("awaitTermination", Duration.class);

  private Closing() {}

  /** Whether clients can be closed at all. */
  static boolean isSupported() {
    return SHUTDOWN != null;
  }

  static void shutdown(HttpClient client) {
    Object unused = call(SHUTDOWN, client);
  }

  static void shutdownNow(HttpClient client) {
    Object unused = call(SHUTDOWN_NOW, client);
  }

  static boolean isTerminated(HttpClient client) {
    return Boolean.TRUE.equals(call(IS_TERMINATED, client));
  }

  static boolean awaitTermination(HttpClient client, Duration duration)
      throws InterruptedException {
    try {
      return Boolean.TRUE.equals(
          Objects.requireNonNull(AWAIT_TERMINATION).invoke(client, duration));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InterruptedException) {
        throw (InterruptedException) e.getCause();
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object call(@Nullable Method method, HttpClient client) {
    try {
      return Objects.requireNonNull(method).invoke(client);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Method method(String name, Class<?>... parameters) {
    try {
      return HttpClient.class.getMethod(name, parameters);
    } catch (NoSuchMethodException beforeJdk21) {
      return null;
    }
  }
}
