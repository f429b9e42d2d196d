package io.poolingagent.client.okhttp3;

import okhttp3.ConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * What a pool of the application's tells of its connections. Its clients' calls use a shared pool;
 * to the application a connection seems to be in the pool of the client that used it last, until
 * that pool is emptied. Up to 3.8, which do not tell a call's client, pools seem empty.
 */
final class Appearance {
  private final Internals internals;
  private final PoolChoice pools;

  Appearance(Internals internals, PoolChoice pools) {
    this.internals = internals;
    this.pools = pools;
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
    }
    return null;
  }
}
