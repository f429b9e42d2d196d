package io.poolingagent.client.okhttp3;

import io.poolingagent.pool.Clock;
import java.util.Map;
import java.util.WeakHashMap;
import okhttp3.ConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * What a pool of the application's seems to hold. Its clients' calls use a shared pool; to the
 * application a connection is in the pool of the client that used it last, until that pool is
 * emptied; and those that were open by then are not for that client again. Up to 3.8, which do not
 * tell a call's client, pools seem empty. Thread-safe.
 */
final class Appearance {
  private final Internals internals;
  private final SharedPools pools;
  private final Clock clock;

  /** When pools were emptied, by OkHttp's own pool object. Guarded by itself. */
  private final Map<Object, Long> emptied = new WeakHashMap<>();

  private volatile boolean noneEmptied = true;

  Appearance(Internals internals, SharedPools pools, Clock clock) {
    this.internals = internals;
    this.pools = pools;
    this.clock = clock;
  }

  @Nullable Object count(@Nullable Object self, Object[] values) throws Throwable {
    return counted(self, values[0], false);
  }

  @Nullable Object idleCount(@Nullable Object self, Object[] values) throws Throwable {
    return counted(self, values[0], true);
  }

  private @Nullable Object counted(@Nullable Object self, Object own, boolean idleOnly)
      throws Throwable {
    if (!(self instanceof ConnectionPool)) {
      return null;
    }
    Object user = internals.nativePool((ConnectionPool) self);
    int shared = 0;
    for (PooledConnection connection : pools.connections()) {
      if (connection.user == user
          && !connection.closed
          && !connection.ending
          && !(idleOnly && connection.busy)) {
        shared++;
      }
    }
    return shared == 0 ? null : (Integer) own + shared;
  }

  /** The application empties its pool: what is idle there is its no longer. */
  @Nullable Object evictAll(@Nullable Object self, Object[] values) throws Throwable {
    if (self instanceof ConnectionPool) {
      Object user = internals.nativePool((ConnectionPool) self);
      for (PooledConnection connection : pools.connections()) {
        if (connection.user == user && !connection.busy) {
          connection.user = null;
        }
      }
      synchronized (emptied) {
        emptied.put(user, clock.nanoTime());
      }
      noneEmptied = false;
    }
    return null;
  }

  /**
   * When the application emptied a pool; null: never.
   *
   * @param own what {@link Internals#ownPool} answers
   */
  @Nullable Long emptied(@Nullable Object own) {
    if (noneEmptied || own == null) {
      return null;
    }
    synchronized (emptied) {
      return emptied.get(own);
    }
  }
}
