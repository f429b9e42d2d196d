package io.poolingagent.client.okhttp3;

import okhttp3.Connection;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a response, with its request, tells of the connection below: for how long the
 * server keeps it, and whether the server knows it as a user from now on. Then nobody else may have
 * it.
 */
final class ResponseHeads {
  private final Internals internals;
  private final SharedPools pools;

  ResponseHeads(Internals internals, SharedPools pools) {
    this.internals = internals;
    this.pools = pools;
  }

  /**
   * Since 3.4, where it is what a lease ends with.
   *
   * @param engine what has run the call
   */
  void received(Response response, Object engine, Lease lease) throws Throwable {
    if (Lease.authenticatesConnection(response.request())) { // network interceptors have a say
      bind(heldBy(internals.holder(engine)));
    }
    String keepAlive = response.header("Keep-Alive");
    if (keepAlive != null) {
      lease.destination.keepAlive().serverHint(keepAlive);
    }
  }

  /** Up to 3.3 a response shows outside of the lease, but its connection is still held. */
  @Nullable Object received(@Nullable Object self, Object[] values) throws Throwable {
    if (self != null && values[0] instanceof Headers) {
      String keepAlive = ((Headers) values[0]).get("Keep-Alive");
      Request sent = internals.engineRequest(self);
      boolean bound = sent != null && Lease.authenticatesConnection(sent);
      Connection held = bound || keepAlive != null ? heldBy(internals.holder(self)) : null;
      PooledConnection connection = pools.connection(held);
      if (keepAlive != null && connection != null) {
        connection.destination.keepAlive().serverHint(keepAlive);
      }
      if (bound) {
        bind(held);
      }
    }
    return null;
  }

  /**
   * A request that tells the server who it is travels on a connection that its call has already.
   */
  void bind(@Nullable Connection held) {
    PooledConnection connection = pools.connection(held);
    if (connection != null) {
      synchronized (internals.lock(connection.pool.nativePool, connection.connection)) {
        connection.bound = true;
      }
    }
  }

  private @Nullable Connection heldBy(@Nullable Object holder) throws Throwable {
    return holder == null ? null : internals.connection(holder);
  }
}
