package io.poolingagent.pool;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long connections to one destination may be idle: the setting, or less if the server said so
 * (the {@code Keep-Alive: timeout} parameter, RFC 2068 section 19.7.1.1) or was seen closing idle
 * connections earlier. Thread-safe.
 *
 * <p>What was seen is forgotten slowly, since a server may be configured anew. What was seen once
 * only is forgotten fast: it may have been a restart, which closes all connections at once,
 * whatever their age. It is believed when it is seen again later after a similar time.
 */
public final class KeepAlive {

  /** Closings of connections that were idle for less tell nothing about an idle limit. */
  static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Closings within this time are one event. */
  static final long ONE_EVENT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** In this time what was seen once doubles, and in the other what was seen again. */
  static final long DOUBT_NANOS = TimeUnit.MINUTES.toNanos(1);

  static final long FORGET_NANOS = TimeUnit.HOURS.toNanos(1);

  private static final long NONE = Long.MAX_VALUE;

  private final Clock clock;
  private final LongSupplier settingNanos;

  private volatile long hint = NONE;
  private volatile @Nullable Learned learned;

  /** What was seen: one object, so that reading takes no lock. */
  private static final class Learned {
    final long closedAfter;
    final long limit;
    final long seenNanos;
    final boolean confirmed;

    Learned(long closedAfter, long seenNanos, boolean confirmed) {
      this.closedAfter = closedAfter;
      this.limit = closedAfter - margin(closedAfter);
      this.seenNanos = seenNanos;
      this.confirmed = confirmed;
    }

    long now(long now) {
      double doublings = (double) (now - seenNanos) / (confirmed ? FORGET_NANOS : DOUBT_NANOS);
      return (long) (limit * Math.pow(2, doublings)); // saturates
    }

    boolean resembles(long afterNanos) {
      return Math.abs(afterNanos - closedAfter) <= closedAfter / 4;
    }
  }

  KeepAlive(Clock clock, LongSupplier settingNanos) {
    this.clock = clock;
    this.settingNanos = settingNanos;
  }

  /** The idle limit now, in nanoseconds; 0 keeps no idle connection. */
  public long idleLimitNanos() {
    return Math.min(settingNanos.getAsLong(), Math.min(hint, learnedNanos()));
  }

  /**
   * What the server's closings and hints allow, in nanoseconds, whatever the setting; {@link
   * Long#MAX_VALUE} if nothing is known.
   */
  public long knownNanos() {
    return Math.min(hint, learnedNanos());
  }

  private long learnedNanos() {
    Learned learned = this.learned;
    return learned == null ? NONE : learned.now(clock.nanoTime());
  }

  /** The server said {@code Keep-Alive: timeout=seconds}; the last word counts. */
  public void serverHint(long seconds) {
    long nanos = TimeUnit.SECONDS.toNanos(Math.max(0, seconds)); // saturates
    long limit = nanos - margin(nanos);
    if (limit != hint) {
      hint = limit;
    }
  }

  /** The server sent this {@code Keep-Alive} header: {@code timeout=5, max=100}. */
  public void serverHint(String header) {
    int at = header.indexOf("timeout=");
    if (at < 0) {
      return;
    }
    long seconds = 0;
    int digits = 0;
    for (int i = at + "timeout=".length(); i < header.length() && digits < 9; i++) {
      char digit = header.charAt(i);
      if (digit < '0' || digit > '9') {
        break;
      }
      seconds = seconds * 10 + (digit - '0');
      digits++;
    }
    if (digits > 0) {
      serverHint(seconds);
    }
  }

  /** A connection that had been idle for so many nanoseconds was found closed by the server. */
  synchronized void serverClosedIdle(long afterNanos) {
    if (afterNanos < LEAST_NANOS) {
      return;
    }
    long now = clock.nanoTime();
    Learned before = learned;
    if (before == null) {
      learned = new Learned(afterNanos, now, false);
    } else if (afterNanos - margin(afterNanos) < before.now(now)) {
      boolean anotherEvent = now - before.seenNanos >= ONE_EVENT_NANOS;
      learned = new Learned(afterNanos, now, anotherEvent && before.resembles(afterNanos));
    }
  }

  /**
   * The close of the server and our next request must not meet: one second, or half of a short
   * limit.
   */
  private static long margin(long nanos) {
    return Math.min(TimeUnit.SECONDS.toNanos(1), nanos / 2);
  }
}
