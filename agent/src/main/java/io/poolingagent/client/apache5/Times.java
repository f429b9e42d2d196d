package io.poolingagent.client.apache5;

import io.poolingagent.client.AgentContext;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * How long a client's own manager would have a connection wait for an answer, stay idle, and be
 * used at all. These are no part of its key: each client's hold for what it leases, opens, or gives
 * back.
 */
final class Times {
  private final AgentContext context;
  private final Internals internals;

  Times(AgentContext context, Internals internals) {
    this.context = context;
    this.internals = internals;
  }

  /** The socket timeout of a connection that was opened for a request just now. */
  @Nullable Timeout socketTimeout(
      HttpClientConnectionManager own, HttpRoute route, CurrentRequest.Taken request) {
    try {
      Timeout configured = internals.socketTimeout(own, route);
      long connect = request.connectTimeoutMillis;
      return connect > 0 && (configured == null || configured.isDisabled())
          ? Timeout.ofMilliseconds(connect)
          : configured;
    } catch (Throwable failure) {
      context.errors().report("apache5 socket timeout", failure);
      return null;
    }
  }

  /**
   * For how long a connection that comes back may be used again.
   *
   * @param keepAlive what the client's strategy says; not positive for ever
   */
  long keptNanos(HttpClientConnectionManager own, HttpRoute route, TimeValue keepAlive) {
    long kept = TimeValue.isPositive(keepAlive) ? nanos(keepAlive) : Long.MAX_VALUE;
    try {
      TimeValue idle = internals.idleTimeout(own, route);
      return idle != null && TimeValue.isPositive(idle) ? Math.min(kept, nanos(idle)) : kept;
    } catch (Throwable failure) {
      context.errors().report("apache5 idle timeout", failure);
      return 0;
    }
  }

  /** For how long the client would use a connection that it has opened. */
  long toLiveNanos(HttpClientConnectionManager own, HttpRoute route) {
    try {
      TimeValue ofRoute = internals.timeToLive(own, route);
      TimeValue ofPool = Key.isPooling(own) ? internals.timeToLiveOfPool(own) : null;
      return Math.min(
          ofRoute != null && TimeValue.isNonNegative(ofRoute) ? nanos(ofRoute) : Long.MAX_VALUE,
          ofPool != null && TimeValue.isPositive(ofPool) ? nanos(ofPool) : Long.MAX_VALUE);
    } catch (Throwable failure) {
      context.errors().report("apache5 time to live", failure);
      return 0;
    }
  }

  static long nanos(TimeValue time) {
    return time.getTimeUnit().toNanos(time.getDuration()); // saturates
  }
}
