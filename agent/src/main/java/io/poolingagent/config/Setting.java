package io.poolingagent.config;

import io.poolingagent.pool.Limits;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every setting, with its default and what it does. This is the only list: parsing, error messages
 * and documentation are derived from it.
 *
 * <p>The class of the default says what is accepted: {@link Boolean} {@code true|false}, {@link
 * Integer} a whole number, {@link Duration} a number with a unit, an enum one of its names, {@link
 * List} names separated by comma or colon.
 */
public enum Setting {
  /** Whether clients are pooled at all; the run-time switch over JMX changes it, too. */
  ENABLED("enabled", true, 0, Scope.JVM, "false: every client is left alone"),

  /** Pool, or only report what pooling would do. */
  MODE("mode", Mode.POOL, 0, Scope.JVM, "observe: change nothing, only report"),

  /** Path of the HOCON settings file; not allowed inside that file. */
  CONFIG("config", "", 0, Scope.START, "path of a settings file (HOCON)"),

  /** Name of the block below {@code environments} that is laid over the rest of its source. */
  ENVIRONMENT("environment", "", 0, Scope.JVM, "name of the environments block to apply"),

  /** A preset of limits: small 10/5, medium 20/10, large 30/15 connections/idle per host. */
  PROFILE(
      "profile", "", 0, Scope.HOST, "preset of limits: small, medium, large, or one from profiles"),

  /** Most connections to one origin from this JVM, over all client libraries. */
  MAX_CONNECTIONS_PER_HOST(
      "max-connections-per-host", 100, 1, Scope.HOST, "most connections to one origin"),

  /** Most pooled connections of this JVM. */
  MAX_CONNECTIONS("max-connections", 1000, 1, Scope.JVM, "most connections of this JVM"),

  /** Most idle connections kept for one origin. */
  MAX_IDLE_PER_HOST("max-idle-per-host", 20, 0, Scope.HOST, "most idle connections to one origin"),

  /**
   * What a request does that finds a limit reached. Not set: {@link Limits.OnExhausted#OVERFLOW},
   * but {@link Limits.OnExhausted#WAIT} as soon as {@code max-connections}, {@code
   * max-connections-per-host} or a profile was set, because who sets a limit wants it kept.
   */
  ON_EXHAUSTED(
      "on-exhausted",
      Limits.OnExhausted.OVERFLOW,
      0,
      Scope.HOST,
      "at a limit: overflow (private connection), wait, or fail"),

  /** How long a connection may stay idle; a server known to close earlier shortens it. */
  KEEP_ALIVE("keep-alive", Duration.ofSeconds(30), 0, Scope.HOST, "longest idle time"),

  /** Age at which a connection is no longer reused (each one up to 10 % earlier or later). */
  MAX_LIFETIME("max-lifetime", Duration.ofMinutes(5), 1, Scope.HOST, "oldest reused connection"),

  /** How long a request waits for a connection when {@code on-exhausted=wait}. */
  ACQUIRE_TIMEOUT(
      "acquire-timeout", Duration.ofSeconds(5), 0, Scope.HOST, "longest wait at a limit"),

  /** Most requests that wait for one origin; the next one fails at once. */
  MAX_PENDING("max-pending", 1024, 0, Scope.HOST, "most requests waiting for one origin"),

  /** When a POST may use a connection that was used before. */
  NON_IDEMPOTENT(
      "non-idempotent",
      NonIdempotent.VALIDATED,
      0,
      Scope.HOST,
      "POST on used connections: validated, fresh (never) or native"),

  /** The longest idle time after which {@code non-idempotent=validated} still reuses. */
  VALIDATED_IDLE(
      "validated-idle", Duration.ofSeconds(1), 0, Scope.HOST, "idle time a POST still reuses"),

  /** Pool even where the application opted out ({@code Connection: close} and the like). */
  FORCE("force", false, 0, Scope.HOST, "true: pool although the application opted out"),

  /**
   * Concurrent HTTP/2 requests on one shared OkHttp connection. 1: a connection serves one request
   * at a time, so that no request shares the fate or the flow-control window of another's.
   */
  HTTP2_STREAMS_PER_CONNECTION(
      "http2-streams-per-connection",
      1,
      1,
      Scope.HOST,
      "concurrent requests on one HTTP/2 connection"),

  /** Most pools (distinct client configurations) per client library. */
  MAX_POOLS("max-pools", 200, 1, Scope.JVM, "most distinct client configurations"),

  /** Packages or classes; a client created below a frame of theirs is left alone. */
  EXCLUDE_CALLERS(
      "exclude-callers",
      Collections.emptyList(),
      0,
      Scope.JVM,
      "packages or classes whose clients are left alone"),

  /** Whether metrics and operations appear over JMX (when the first pool exists). */
  JMX("jmx", true, 0, Scope.JVM, "false: nothing over JMX"),

  /** Path of a file to write the agent's counts to when the JVM ends. */
  REPORT("report", "", 0, Scope.JVM, "file to write the agent's counts to at the end"),

  /** How much the agent says on stderr. */
  LOG_LEVEL("log-level", LogLevel.INFO, 0, Scope.JVM, "off, error, warn, info or debug");

  /** Where a setting may stand. */
  enum Scope {
    /** Outside of the settings file only. */
    START,
    /** Once per JVM. */
    JVM,
    /** Once per JVM, and per host below {@code hosts}. */
    HOST
  }

  private static final Map<String, Setting> BY_KEY = new HashMap<>();

  static {
    for (Setting each : values()) {
      BY_KEY.put(each.key, each);
    }
  }

  private final String key;
  private final Object standard;
  private final long minimum;
  private final Scope scope;
  private final String summary;

  Setting(String key, Object standard, long minimum, Scope scope, String summary) {
    this.key = key;
    this.standard = standard;
    this.minimum = minimum;
    this.scope = scope;
    this.summary = summary;
  }

  /** The name that an operator writes, such as {@code keep-alive}. */
  public String key() {
    return key;
  }

  /** The value when nobody sets it. */
  public Object standard() {
    return standard;
  }

  /** Whether it may stand below {@code hosts."name"}. */
  public boolean perHost() {
    return scope == Scope.HOST;
  }

  /** One phrase for a list of settings. */
  public String summary() {
    return summary;
  }

  /** Smallest count, or smallest nanoseconds of a duration. */
  long minimum() {
    return minimum;
  }

  Scope scope() {
    return scope;
  }

  static @Nullable Setting of(String key) {
    return BY_KEY.get(key);
  }
}
