package io.poolingagent.client.okhttp3;

import java.util.concurrent.TimeUnit;

/** What an application says of idle connections when it makes a pool itself. Immutable. */
final class IdleLimits {
  /** What is said by who makes none. */
  static final IdleLimits NONE = new IdleLimits(Integer.MAX_VALUE, Long.MAX_VALUE);

  final int maxIdle;
  final long keepAliveNanos;

  IdleLimits(int maxIdle, long keepAliveNanos) {
    this.maxIdle = maxIdle;
    this.keepAliveNanos = keepAliveNanos;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IdleLimits
        && maxIdle == ((IdleLimits) other).maxIdle
        && keepAliveNanos == ((IdleLimits) other).keepAliveNanos;
  }

  @Override
  public int hashCode() {
    return 31 * maxIdle + Long.hashCode(keepAliveNanos);
  }

  @Override
  public String toString() {
    return maxIdle + " for " + TimeUnit.NANOSECONDS.toMillis(keepAliveNanos) + " ms";
  }
}
