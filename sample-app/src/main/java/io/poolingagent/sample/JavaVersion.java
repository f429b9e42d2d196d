package io.poolingagent.sample;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of Java that runs us, which {@code Runtime.version()} does not tell on Java 8. */
public final class JavaVersion {
  private static final Pattern NUMBERS =
      Pattern.compile("(?:1\\.)?(\\d+)(?:\\.(\\d+)(?:\\.(\\d+))?)?.*");

  private final String text;
  private final int feature;
  private final int update;

  private JavaVersion(String text, int feature, int update) {
    this.text = text;
    this.feature = feature;
    this.update = update;
  }

  /** That of this JVM. */
  public static JavaVersion running() {
    return parse(System.getProperty("java.version"));
  }

  /**
   * Reads a version such as 17.0.15, 26-ea or 1.8.0_402, of which the last number is the update.
   *
   * @throws IllegalArgumentException when it is none
   */
  static JavaVersion parse(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    if (!numbers.matches()) {
      throw new IllegalArgumentException("no version of Java: " + text);
    }
    int feature = Integer.parseInt(numbers.group(1));
    String update =
        feature == 8 ? text.replaceAll("[^_]*_?(\\d*).*", "$1") : String.valueOf(numbers.group(3));
    return new JavaVersion(text, feature, update.matches("\\d+") ? Integer.parseInt(update) : 0);
  }

  /** Such as 17 of 17.0.15, or 8 of 1.8.0_402. */
  public int feature() {
    return feature;
  }

  /** Whether it is this feature release with this update, or later. */
  public boolean isAtLeast(int feature, int update) {
    return this.feature > feature || (this.feature == feature && this.update >= update);
  }

  @Override
  public String toString() {
    return text;
  }
}
