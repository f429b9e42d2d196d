package io.poolingagent.client.okhttp3;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which requests that failed OkHttp sends again. It does so when a reused connection dies under
 * one, whatever the method is: not where the server may have acted on what must not be done twice.
 * And it does not when something else comes in place of an answer's head: on a reused connection
 * that may be the rest of the answer before. Thread-safe.
 */
final class Resend {
  private final Internals internals;
  private final SharedPools pools;

  /** Failures, and whether their requests are to be sent again. Guarded by itself. */
  private final Map<Object, Boolean> verdicts =
      Collections.synchronizedMap(new WeakHashMap<Object, Boolean>());

  Resend(Internals internals, SharedPools pools) {
    this.internals = internals;
    this.pools = pools;
  }

  /**
   * OkHttp has decided whether one can recover from a failure. If so it still asks whether there is
   * a route to try, and whether the body can be sent again.
   */
  @Nullable Object recoverable(@Nullable Object self, Object[] values) {
    Boolean verdict = values[0] == null ? null : verdicts.remove(values[0]);
    return verdict == null || verdict.equals(values[values.length - 3]) ? null : verdict;
  }

  /** Up to 3.3 the failure shows outside of the lease, but the connection is still held. */
  @Nullable Object failed(@Nullable Object self, Object[] values) throws Throwable {
    if (self != null && values[0] instanceof IOException) {
      PooledConnection connection = pools.connection(internals.connection(self));
      if (connection != null && connection.reused) {
        failed((Throwable) values[0], connection.idempotent);
      }
    }
    return null;
  }

  /**
   * A request has failed on a connection that had carried others.
   *
   * @param idempotent whether it may be done twice
   */
  void failed(Throwable failure, boolean idempotent) {
    if (!idempotent) {
      if (mayHaveBeenProcessed(failure)) {
        veto(failure);
      }
    } else if (isNoAnswer(failure)) {
      verdicts.put(failure, true);
    }
  }

  /** The request that failed so is not to be sent again. */
  void veto(Throwable failure) {
    verdicts.put(failure, false);
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

  private static boolean isNoAnswer(Throwable failure) {
    return failure instanceof ProtocolException
        && String.valueOf(failure.getMessage()).startsWith("Unexpected status line");
  }
}
