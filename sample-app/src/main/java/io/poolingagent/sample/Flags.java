package io.poolingagent.sample;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The flags of one command: {@code --name value}, {@code --name=value}, or {@code --name} for a
 * switch. Asking for a flag makes it known; {@link #rejectOthers()} comes after the last question.
 * Everything here throws {@link BadFlag} for what the user got wrong. Not safe for use by several
 * threads.
 */
public final class Flags {
  private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m)?");

  private final String command;
  private final Map<String, String> given = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * @param command the command's name, for messages
   * @param arguments what follows it on the command line
   */
  public Flags(String command, List<String> arguments) {
    this.command = command;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--") || argument.equals("--")) {
        throw new BadFlag(
            command, "'" + argument + "' is not a flag; flags look like --name value");
      }
      int equals = argument.indexOf('=');
      if (equals > 0) {
        put(argument.substring(2, equals), argument.substring(equals + 1));
      } else if (i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--")) {
        put(argument.substring(2), arguments.get(++i));
      } else {
        put(argument.substring(2), "");
      }
    }
  }

  private void put(String name, String value) {
    if (given.put(name, value) != null) {
      throw new BadFlag(where(name), "given twice; keep one");
    }
  }

  /** Whether a switch was given. */
  public boolean has(String name) {
    String value = find(name);
    if (value != null && !value.isEmpty()) {
      throw new BadFlag(where(name), "takes no value, but '" + value + "' follows; remove it");
    }
    return value != null;
  }

  /** A flag's text, or {@code otherwise}. */
  public String text(String name, String otherwise) {
    String value = find(name);
    if (value == null) {
      return otherwise;
    }
    if (value.isEmpty()) {
      throw new BadFlag(where(name), "needs a value");
    }
    return value;
  }

  /** A whole number from {@code least} to {@code most}. */
  public int number(String name, int otherwise, int least, int most) {
    String value = text(name, Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The message below says all.
    }
    throw new BadFlag(
        where(name), "'" + value + "' is not a whole number from " + least + " to " + most);
  }

  /** A time such as {@code 20ms}, {@code 2.5s} or {@code 1m}; a bare number is seconds. */
  public Duration duration(String name, Duration otherwise) {
    String value = text(name, otherwise.toMillis() + "ms");
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      throw new BadFlag(
          where(name), "'" + value + "' is not a time; write it like 20ms, 2.5s or 1m");
    }
    String unit = matcher.group(2);
    int milliseconds = "ms".equals(unit) ? 1 : "m".equals(unit) ? 60_000 : 1_000;
    return Duration.ofMillis(
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(milliseconds)).longValue());
  }

  /** One of an enum's constants, written in lower case with dashes. */
  public <E extends Enum<E>> E oneOf(String name, E otherwise) {
    return read(name, text(name, spell(otherwise)), otherwise.getDeclaringClass());
  }

  /** A comma-separated list of an enum's constants, without repetitions. */
  public <E extends Enum<E>> List<E> someOf(String name, Class<E> type, List<E> otherwise) {
    String value =
        text(name, otherwise.stream().map(Flags::spell).collect(Collectors.joining(",")));
    Set<E> constants = new LinkedHashSet<>();
    for (String word : value.split(",", -1)) {
      constants.add(read(name, word.trim(), type));
    }
    return new ArrayList<>(constants);
  }

  private <E extends Enum<E>> E read(String name, String word, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (spell(constant).equals(word)) {
        return constant;
      }
    }
    String choices =
        Arrays.stream(type.getEnumConstants()).map(Flags::spell).collect(Collectors.joining(", "));
    throw new BadFlag(where(name), "'" + word + "' is not one of " + choices);
  }

  /**
   * To be called when all flags were asked for.
   *
   * @throws BadFlag when one was given that nobody asked for
   */
  public void rejectOthers() {
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        throw new BadFlag(where(name), "no such flag; there is --" + String.join(", --", known));
      }
    }
  }

  /** How an enum's constant is written on the command line. */
  public static String spell(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private @Nullable String find(String name) {
    known.add(name);
    return given.get(name);
  }

  private String where(String name) {
    return command + " --" + name;
  }
}
