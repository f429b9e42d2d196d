package io.poolingagent.config;

import io.poolingagent.pool.Limits;
import io.poolingagent.pool.Reuse;
import java.time.Duration;
import java.util.Map;

/**
 * What holds for one host: the settings of the JVM overlaid by the matching {@code hosts} blocks.
 */
public final class HostSettings {
  private final Limits limits;
  private final NonIdempotent nonIdempotent;
  private final long validatedIdleNanos;
  private final boolean force;
  private final int http2StreamsPerConnection;

  HostSettings(Map<Setting, Object> values) {
    limits =
        Limits.defaults()
            .withMaxConnectionsPerHost((Integer) value(values, Setting.MAX_CONNECTIONS_PER_HOST))
            .withMaxConnections((Integer) value(values, Setting.MAX_CONNECTIONS))
            .withMaxIdlePerHost((Integer) value(values, Setting.MAX_IDLE_PER_HOST))
            .withKeepAlive((Duration) value(values, Setting.KEEP_ALIVE))
            .withMaxLifetime((Duration) value(values, Setting.MAX_LIFETIME))
            .withAcquireTimeout((Duration) value(values, Setting.ACQUIRE_TIMEOUT))
            .withMaxPending((Integer) value(values, Setting.MAX_PENDING))
            .withOnExhausted((Limits.OnExhausted) value(values, Setting.ON_EXHAUSTED));
    nonIdempotent = (NonIdempotent) value(values, Setting.NON_IDEMPOTENT);
    validatedIdleNanos = ((Duration) value(values, Setting.VALIDATED_IDLE)).toNanos();
    force = (Boolean) value(values, Setting.FORCE);
    http2StreamsPerConnection = (Integer) value(values, Setting.HTTP2_STREAMS_PER_CONNECTION);
  }

  static Object value(Map<Setting, Object> values, Setting setting) {
    Object value = values.get(setting);
    return value == null ? setting.standard() : value;
  }

  /** How many connections, how long they live, and what happens at the limit. */
  public Limits limits() {
    return limits;
  }

  /** When a POST may use a connection that was used before. */
  public NonIdempotent nonIdempotent() {
    return nonIdempotent;
  }

  /** The longest idle time after which {@link NonIdempotent#VALIDATED} still reuses; >= 0. */
  public long validatedIdleNanos() {
    return validatedIdleNanos;
  }

  /**
   * For how long a connection may have been idle that is to carry a request which must not be done
   * twice; negative for not at all. Ask once for each request ({@link Reuse#maxIdleNanos}).
   */
  public long maxIdleNanosOfNonIdempotent(Reuse reuse) {
    switch (nonIdempotent) {
      case NATIVE:
        return Long.MAX_VALUE;
      case FRESH:
        return -1;
      default:
        return reuse.maxIdleNanos(validatedIdleNanos);
    }
  }

  /** Whether to pool although the application opted out. */
  public boolean force() {
    return force;
  }

  /** Concurrent requests on one shared HTTP/2 connection; at least 1. */
  public int http2StreamsPerConnection() {
    return http2StreamsPerConnection;
  }
}
