package io.poolingagent.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Turns the text of a setting into its value. One syntax for all sources, so that a line can be
 * moved from the command line to the file unchanged.
 */
final class Value {
  private static final Duration LONGEST = Duration.ofDays(365);

  private Value() {}

  /**
   * The value, of the class of the setting's default.
   *
   * @throws IllegalArgumentException whose message says what is accepted, to be put behind the text
   */
  static Object parse(Setting setting, String text) {
    Object standard = setting.standard();
    if (standard instanceof Boolean) {
      return flag(text);
    } else if (standard instanceof Integer) {
      return count(text, setting.minimum());
    } else if (standard instanceof Duration) {
      return duration(text, setting.minimum());
    } else if (standard instanceof Enum) {
      return choice(((Enum<?>) standard).getDeclaringClass(), text);
    } else if (standard instanceof List) {
      return list(text);
    } else if (text.isEmpty()) {
      throw new IllegalArgumentException("is empty");
    }
    return text;
  }

  private static Boolean flag(String text) {
    switch (text.toLowerCase(Locale.ROOT)) {
      case "true":
      case "on":
      case "yes":
        return true;
      case "false":
      case "off":
      case "no":
        return false;
      default:
        throw new IllegalArgumentException("is not true or false");
    }
  }

  private static Integer count(String text, long minimum) {
    try {
      int count = Integer.parseInt(text);
      if (count >= minimum) {
        return count;
      }
    } catch (NumberFormatException ignored) {
      // said below
    }
    throw new IllegalArgumentException("is not a whole number of at least " + minimum);
  }

  /**
   * A number with a unit. A bare number is refused: half of the libraries that people know mean
   * milliseconds by it and the other half seconds.
   */
  private static Duration duration(String text, long minimumNanos) {
    int unitAt = 0;
    while (unitAt < text.length() && digit(text.charAt(unitAt))) {
      unitAt++;
    }
    try {
      Duration duration = times(text.substring(0, unitAt), text.substring(unitAt).trim());
      if (duration.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("is longer than 365d");
      } else if (duration.toNanos() < minimumNanos) {
        throw new IllegalArgumentException("is not longer than 0");
      }
      return duration;
    } catch (NumberFormatException | ArithmeticException notANumber) {
      throw notADuration();
    }
  }

  private static Duration times(String digits, String unit) {
    long amount = Long.parseLong(digits);
    switch (unit) {
      case "ms":
      case "milliseconds":
      case "millis":
        return Duration.ofMillis(amount);
      case "s":
      case "second":
      case "seconds":
        return Duration.ofSeconds(amount);
      case "m":
      case "min":
      case "minute":
      case "minutes":
        return Duration.ofMinutes(amount);
      case "h":
      case "hour":
      case "hours":
        return Duration.ofHours(amount);
      case "d":
      case "day":
      case "days":
        return Duration.ofDays(amount);
      default:
        throw notADuration();
    }
  }

  private static IllegalArgumentException notADuration() {
    return new IllegalArgumentException("is not a duration such as 500ms, 30s, 5m or 1h");
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static <E extends Enum<?>> E choice(Class<E> type, String text) {
    StringBuilder names = new StringBuilder();
    for (E each : type.getEnumConstants()) {
      String name = each.name().toLowerCase(Locale.ROOT);
      if (name.equals(text.toLowerCase(Locale.ROOT))) {
        return each;
      }
      names.append(names.length() == 0 ? "" : ", ").append(name);
    }
    throw new IllegalArgumentException("is not one of " + names);
  }

  /** Colon separates, too, because a comma in agent arguments already separates the settings. */
  private static List<String> list(String text) {
    List<String> items = new ArrayList<>();
    int from = 0;
    for (int at = 0; at <= text.length(); at++) {
      if (at == text.length() || text.charAt(at) == ',' || text.charAt(at) == ':') {
        String item = text.substring(from, at).trim();
        if (!item.isEmpty()) {
          items.add(item);
        }
        from = at + 1;
      }
    }
    return Collections.unmodifiableList(items);
  }
}
