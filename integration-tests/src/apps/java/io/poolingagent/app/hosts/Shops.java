package io.poolingagent.app.hosts;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** The shops of an application, whatever it is asked by; each makes a client for each call. */
public final class Shops implements AutoCloseable {

  private final Map<String, Callable<?>> shops = new ConcurrentHashMap<>();

  /** Lets a shop of this class get this URL so often; answers a line for each call. */
  public String ask(String type, int times, String url) throws Exception {
    Callable<?> shop = shops.computeIfAbsent(type + ' ' + url, key -> open(type, url));
    StringBuilder answers = new StringBuilder();
    for (int i = 0; i < times; i++) {
      answers.append(shop.call()).append('\n');
    }
    return answers.toString();
  }

  private static Callable<?> open(String type, String url) {
    try {
      return (Callable<?>) Class.forName(type).getConstructor(String.class).newInstance(url);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type, e);
    }
  }

  /** Ends what the shops have started, as a well-behaved application does. */
  @Override
  public void close() throws Exception {
    for (Callable<?> shop : shops.values()) {
      if (shop instanceof AutoCloseable) {
        ((AutoCloseable) shop).close();
      }
    }
  }
}
