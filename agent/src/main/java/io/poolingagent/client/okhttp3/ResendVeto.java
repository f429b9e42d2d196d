package io.poolingagent.client.okhttp3;

import java.io.IOException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps OkHttp from sending a request a second time that the server may have acted upon: it does so
 * when a reused connection dies under the request, whatever the method is. Thread-safe.
 */
final class ResendVeto {
  private final Internals internals;
  private final PoolChoice pools;

  /** Failures after which the request must not be sent again. Guarded by itself. */
  private final Set<Object> failures = Collections.newSetFromMap(new WeakHashMap<>());

  ResendVeto(Internals internals, PoolChoice pools) {
    this.internals = internals;
    this.pools = pools;
  }

  /**
   * OkHttp sends a request again when a reused connection dies under it, whatever the method is. On
   * a fresh connection it would not have: there was no other route to try.
   */
  @Nullable Object recover(@Nullable Object self, Object[] values) {
    if (!Boolean.TRUE.equals(values[values.length - 3]) || !(values[0] instanceof Throwable)) {
      return null;
    }
    synchronized (failures) {
      return failures.remove(values[0]) ? (Object) false : null;
    }
  }

  /** Up to 3.3 the failure shows outside of the lease, but the connection is still held. */
  @Nullable Object failed(@Nullable Object self, Object[] values) throws Throwable {
    if (self != null && values[0] instanceof IOException) {
      PooledConnection connection = pools.connection(internals.connection(self));
      if (connection != null && connection.reusedForNonIdempotent) {
        addIfProcessed((Throwable) values[0]);
      }
    }
    return null;
  }

  /** The request that failed so is not to be sent again. */
  void add(Throwable failure) {
    synchronized (failures) {
      failures.add(failure);
    }
  }

  /** The same if the server may have acted on the request. */
  void addIfProcessed(Throwable failure) {
    if (mayHaveBeenProcessed(failure)) {
      add(failure);
    }
  }

  /**
   * Whether the server may have acted on the request. It has not where HTTP/2 says so: a stream
   * that was refused, or beyond the last one of a GOAWAY (RFC 9113, section 8.7).
   */
  private static boolean mayHaveBeenProcessed(Throwable failure) {
    String type = failure.getClass().getSimpleName();
    return !type.equals("ConnectionShutdownException")
        && !type.equals("RouteException")
        && !(type.equals("StreamResetException")
            && String.valueOf(failure.getMessage()).contains("REFUSED_STREAM"));
  }
}
