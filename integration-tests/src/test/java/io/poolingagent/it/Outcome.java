package io.poolingagent.it;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the application saw of one request: named facts, as {@code io.poolingagent.app.Reply} wrote
 * them.
 */
public record Outcome(Map<String, List<String>> facts) {

  static Outcome parse(String line) {
    Map<String, List<String>> facts = new LinkedHashMap<>();
    for (String field : line.split("\t", -1)) {
      int equals = field.indexOf('=');
      if (equals >= 0) {
        facts
            .computeIfAbsent(field.substring(0, equals), any -> new ArrayList<>())
            .add(unescape(field.substring(equals + 1)));
      }
    }
    return new Outcome(facts);
  }

  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      char next = text.charAt(++i);
      plain.append(next == 'n' ? '\n' : next == 't' ? '\t' : next == 'r' ? '\r' : next);
    }
    return plain.toString();
  }

  /** The first value of a fact, or null. */
  public @Nullable String get(String fact) {
    List<String> values = facts.get(fact);
    return values == null ? null : values.get(0);
  }

  /** A fact that is a number. */
  public long number(String fact) {
    String value = get(fact);
    if (value == null) {
      throw new AssertionError("no " + fact + " in " + this);
    }
    return Long.parseLong(value);
  }

  /** The status of the answer, or 0 when the request failed. */
  public int status() {
    return get("status") == null ? 0 : (int) number("status");
  }

  /** The type of the exception that the application got, or null. */
  public @Nullable String exception() {
    return get("exception");
  }

  /** The body of the answer, or null. */
  public @Nullable String body() {
    return get("body");
  }

  /** Tells whether the answer was 200. */
  public boolean ok() {
    return status() == 200;
  }

  /** This outcome without the facts that differ from run to run. */
  public Outcome without(String... names) {
    Map<String, List<String>> rest = new LinkedHashMap<>(facts);
    for (String name : names) {
      rest.remove(name);
    }
    return new Outcome(rest);
  }

  /** This outcome without the headers that match a pattern. */
  public Outcome withoutHeaders(String pattern) {
    Map<String, List<String>> rest = new LinkedHashMap<>(facts);
    rest.computeIfPresent(
        "header",
        (name, headers) -> headers.stream().filter(header -> !header.matches(pattern)).toList());
    return new Outcome(rest);
  }

  /** This outcome with the type of its exception, but no message and no causes. */
  public Outcome firstExceptionOnly() {
    String type = exception();
    if (type == null) {
      return this;
    }
    Map<String, List<String>> rest = new LinkedHashMap<>(facts);
    rest.remove("message");
    rest.put("exception", List.of(type));
    return new Outcome(rest);
  }

  /** This outcome with a pattern replaced in all its values. */
  public Outcome replacing(String pattern, String replacement) {
    Map<String, List<String>> replaced = new LinkedHashMap<>();
    facts.forEach(
        (name, values) ->
            replaced.put(
                name,
                values.stream().map(value -> value.replaceAll(pattern, replacement)).toList()));
    return new Outcome(replaced);
  }

  @Override
  public String toString() {
    return facts.toString();
  }
}
