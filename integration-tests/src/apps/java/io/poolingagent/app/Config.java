package io.poolingagent.app;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a client that a test asks for, by name. Settings that are objects ("dns",
 * "sslContext") have a value that names an instance: the same name is the same instance for the
 * life of the JVM, {@code fresh} is a new one each time.
 */
public final class Config {

  private static final ConcurrentMap<String, Object> INSTANCES = new ConcurrentHashMap<>();

  private final Map<String, String> settings;

  Config(Map<String, String> settings) {
    this.settings = new HashMap<>(settings);
  }

  /** Answers the setting's text, or null when the test left the library's default. */
  public @Nullable String get(String setting) {
    return settings.get(setting);
  }

  /** Tells whether the test set this setting. */
  public boolean has(String setting) {
    return settings.containsKey(setting);
  }

  /** Answers the setting as a number. */
  public int number(String setting, int otherwise) {
    String text = settings.get(setting);
    return text == null ? otherwise : Integer.parseInt(text);
  }

  /** Answers the instance that the setting names; {@code maker} makes it when it is new. */
  public <T> T instance(String setting, Class<T> type, Supplier<? extends T> maker) {
    String name = settings.get(setting);
    if (name == null || name.equals("fresh")) {
      return maker.get();
    }
    return type.cast(INSTANCES.computeIfAbsent(setting + '/' + name, any -> maker.get()));
  }
}
