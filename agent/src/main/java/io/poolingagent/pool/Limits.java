package io.poolingagent.pool;

import java.time.Duration;
import java.util.Objects;

/**
 * What one destination is allowed. A value; immutable. Change it with the {@code with} methods,
 * which check it.
 */
public final class Limits {

  /** What happens to a request that finds no room. */
  public enum OnExhausted {
    /**
     * A soft limit: the request opens a connection of its own, closed after use, as it would have
     * without the agent.
     */
    OVERFLOW,
    /** A hard limit: it waits for its turn, up to the acquire timeout, and then fails. */
    WAIT,
    /** A hard limit: it fails at once. */
    FAIL
  }

  private static final Limits DEFAULTS =
      new Limits(
          100,
          1000,
          20,
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofSeconds(5),
          1024,
          OnExhausted.OVERFLOW);

  private final int maxConnectionsPerHost;
  private final int maxConnections;
  private final int maxIdlePerHost;
  private final Duration keepAlive;
  private final Duration maxLifetime;
  private final Duration acquireTimeout;
  private final int maxPending;
  private final OnExhausted onExhausted;

  private Limits(
      int maxConnectionsPerHost,
      int maxConnections,
      int maxIdlePerHost,
      Duration keepAlive,
      Duration maxLifetime,
      Duration acquireTimeout,
      int maxPending,
      OnExhausted onExhausted) {
    this.maxConnectionsPerHost = atLeast(1, maxConnectionsPerHost, "max-connections-per-host");
    this.maxConnections = atLeast(1, maxConnections, "max-connections");
    this.maxIdlePerHost = atLeast(0, maxIdlePerHost, "max-idle-per-host");
    this.keepAlive = notNegative(keepAlive, "keep-alive");
    this.maxLifetime = positive(maxLifetime, "max-lifetime");
    this.acquireTimeout = notNegative(acquireTimeout, "acquire-timeout");
    this.maxPending = atLeast(0, maxPending, "max-pending");
    this.onExhausted = onExhausted;
  }

  /**
   * 100 connections per host, 1000 in all, 20 idle per host, keep-alive 30 s, lifetime 5 min,
   * acquire timeout 5 s, 1024 pending, {@link OnExhausted#OVERFLOW}.
   */
  public static Limits defaults() {
    return DEFAULTS;
  }

  /** Sockets that one origin may see from this JVM, over all client libraries; at least 1. */
  public int maxConnectionsPerHost() {
    return maxConnectionsPerHost;
  }

  /** Sockets of all pooled destinations together; at least 1. */
  public int maxConnections() {
    return maxConnections;
  }

  /**
   * Idle connections to keep per origin and pool, never more than {@link #maxConnectionsPerHost()};
   * 0 keeps none.
   */
  public int maxIdlePerHost() {
    return Math.min(maxIdlePerHost, maxConnectionsPerHost);
  }

  /**
   * How long a connection may be idle; zero keeps none. {@link KeepAlive} lowers it to what the
   * server allows.
   */
  public Duration keepAlive() {
    return keepAlive;
  }

  /** {@link #keepAlive()} in nanoseconds. */
  public long keepAliveNanos() {
    return nanos(keepAlive);
  }

  /** How long a connection may live, before jitter; see {@link Destination#newLifetimeNanos()}. */
  public Duration maxLifetime() {
    return maxLifetime;
  }

  /** {@link #maxLifetime()} in nanoseconds, before jitter. */
  public long maxLifetimeNanos() {
    return nanos(maxLifetime);
  }

  /** How long a request may wait for a connection to become free. */
  public Duration acquireTimeout() {
    return acquireTimeout;
  }

  /** {@link #acquireTimeout()} in nanoseconds. */
  public long acquireTimeoutNanos() {
    return nanos(acquireTimeout);
  }

  /** How many requests may wait for one destination at a time; the next one fails at once. */
  public int maxPending() {
    return maxPending;
  }

  /** What happens when there is no room. */
  public OnExhausted onExhausted() {
    return onExhausted;
  }

  /** Whether the server must never see more connections than the limits say. */
  public boolean hard() {
    return onExhausted != OnExhausted.OVERFLOW;
  }

  /**
   * These limits with another number of connections per host. @throws IllegalArgumentException if
   * below 1
   */
  public Limits withMaxConnectionsPerHost(int value) {
    return new Limits(
        value,
        maxConnections,
        maxIdlePerHost,
        keepAlive,
        maxLifetime,
        acquireTimeout,
        maxPending,
        onExhausted);
  }

  /**
   * These limits with another number of connections in all. @throws IllegalArgumentException if
   * below 1
   */
  public Limits withMaxConnections(int value) {
    return new Limits(
        maxConnectionsPerHost,
        value,
        maxIdlePerHost,
        keepAlive,
        maxLifetime,
        acquireTimeout,
        maxPending,
        onExhausted);
  }

  /**
   * These limits with another number of idle connections per host. @throws IllegalArgumentException
   * if negative
   */
  public Limits withMaxIdlePerHost(int value) {
    return new Limits(
        maxConnectionsPerHost,
        maxConnections,
        value,
        keepAlive,
        maxLifetime,
        acquireTimeout,
        maxPending,
        onExhausted);
  }

  /** These limits with another keep-alive. @throws IllegalArgumentException if negative */
  public Limits withKeepAlive(Duration value) {
    return new Limits(
        maxConnectionsPerHost,
        maxConnections,
        maxIdlePerHost,
        value,
        maxLifetime,
        acquireTimeout,
        maxPending,
        onExhausted);
  }

  /** These limits with another lifetime. @throws IllegalArgumentException if zero or negative */
  public Limits withMaxLifetime(Duration value) {
    return new Limits(
        maxConnectionsPerHost,
        maxConnections,
        maxIdlePerHost,
        keepAlive,
        value,
        acquireTimeout,
        maxPending,
        onExhausted);
  }

  /** These limits with another acquire timeout. @throws IllegalArgumentException if negative */
  public Limits withAcquireTimeout(Duration value) {
    return new Limits(
        maxConnectionsPerHost,
        maxConnections,
        maxIdlePerHost,
        keepAlive,
        maxLifetime,
        value,
        maxPending,
        onExhausted);
  }

  /**
   * These limits with another bound on waiting requests. @throws IllegalArgumentException if
   * negative
   */
  public Limits withMaxPending(int value) {
    return new Limits(
        maxConnectionsPerHost,
        maxConnections,
        maxIdlePerHost,
        keepAlive,
        maxLifetime,
        acquireTimeout,
        value,
        onExhausted);
  }

  /** These limits with another answer to exhaustion. */
  public Limits withOnExhausted(OnExhausted value) {
    return new Limits(
        maxConnectionsPerHost,
        maxConnections,
        maxIdlePerHost,
        keepAlive,
        maxLifetime,
        acquireTimeout,
        maxPending,
        value);
  }

  private static int atLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
    }
    return value;
  }

  private static Duration notNegative(Duration value, String name) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, not " + value);
    }
    return value;
  }

  private static Duration positive(Duration value, String name) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be more than zero, not " + value);
    }
    return value;
  }

  /** Saturates: a duration of centuries means "never", and must not overflow into the past. */
  private static long nanos(Duration value) {
    return value.getSeconds() >= Long.MAX_VALUE / 4 / 1_000_000_000L
        ? Long.MAX_VALUE / 4
        : value.toNanos();
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Limits)) {
      return false;
    }
    Limits that = (Limits) other;
    return maxConnectionsPerHost == that.maxConnectionsPerHost
        && maxConnections == that.maxConnections
        && maxIdlePerHost == that.maxIdlePerHost
        && maxPending == that.maxPending
        && onExhausted == that.onExhausted
        && keepAlive.equals(that.keepAlive)
        && maxLifetime.equals(that.maxLifetime)
        && acquireTimeout.equals(that.acquireTimeout);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        maxConnectionsPerHost,
        maxConnections,
        maxIdlePerHost,
        keepAlive,
        maxLifetime,
        acquireTimeout,
        maxPending,
        onExhausted);
  }

  @Override
  public String toString() {
    return "max-connections-per-host="
        + maxConnectionsPerHost
        + ", max-connections="
        + maxConnections
        + ", max-idle-per-host="
        + maxIdlePerHost
        + ", keep-alive="
        + keepAlive
        + ", max-lifetime="
        + maxLifetime
        + ", acquire-timeout="
        + acquireTimeout
        + ", max-pending="
        + maxPending
        + ", on-exhausted="
        + onExhausted;
  }
}
