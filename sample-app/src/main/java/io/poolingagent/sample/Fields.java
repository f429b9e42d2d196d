package io.poolingagent.sample;

import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of {@code name=value} pairs, which is how the sample's JVMs tell each other things: easy
 * to read and to grep. Not safe for use by several threads.
 */
public final class Fields {
  private static final String UTF_8 = "UTF-8"; // Java 8 knows it by name only

  private final Map<String, String> values = new LinkedHashMap<>();

  /** Adds a field at the end. */
  public Fields with(String name, Object value) {
    values.put(name, value.toString());
    return this;
  }

  /**
   * A field's text.
   *
   * @throws IllegalArgumentException when there is no such field
   */
  public String get(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no field " + name + " in: " + this);
    }
    return value;
  }

  /** A field as a whole number. */
  public long number(String name) {
    return Long.parseLong(get(name));
  }

  /** The line after {@code prefix}; values are URL-encoded, so none of them has a space. */
  public String line(String prefix) {
    StringBuilder line = new StringBuilder(prefix);
    values.forEach(
        (name, value) -> line.append(' ').append(name).append('=').append(encode(value)));
    return line.toString();
  }

  /**
   * Reads a line back.
   *
   * @throws IllegalArgumentException when it does not begin with {@code prefix}
   */
  public static Fields parse(String prefix, String line) {
    String[] words = line.split(" ");
    if (!words[0].equals(prefix)) {
      throw new IllegalArgumentException(
          "expected a line that begins with '" + prefix + "' but got: " + line);
    }
    Fields fields = new Fields();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      fields.with(words[i].substring(0, equals), decode(words[i].substring(equals + 1)));
    }
    return fields;
  }

  private static String encode(String value) {
    try {
      return URLEncoder.encode(value, UTF_8);
    } catch (UnsupportedEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String decode(String word) {
    try {
      return URLDecoder.decode(word, UTF_8);
    } catch (UnsupportedEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
