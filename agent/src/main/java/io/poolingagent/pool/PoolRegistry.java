package io.poolingagent.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pools of one adapter, so of one copy of a client library. Held strongly by the adapter only,
 * which lives and dies with the library's class loader. Thread-safe; a lookup that hits takes no
 * lock. Made by {@link Pools#newRegistry}.
 */
public final class PoolRegistry {

  private final ConcurrentHashMap<PoolKey, SharedPool> pools = new ConcurrentHashMap<>();
  private final Clock clock;

  PoolRegistry(Clock clock) {
    this.clock = clock;
  }

  /**
   * The pool of this key, made if there is none yet.
   *
   * @param factory makes the library's own pool; called without any lock held, so perhaps in vain:
   *     then the result is closed
   * @return null if the registry is full: leave the client alone
   */
  public @Nullable SharedPool pool(PoolKey key, Supplier<? extends NativePool> factory) {
    long now = clock.nanoTime();
    SharedPool pool = pools.get(key);
    if (pool == null) {
      pool = new SharedPool(key.weak(), factory.get(), now);
      SharedPool earlier = pools.putIfAbsent(pool.key(), pool);
      if (earlier != null) {
        pool.engine().close();
        pool = earlier;
      }
    }
    pool.touch(now);
    return pool;
  }

  /** The pools at this moment, in no order. */
  public Collection<SharedPool> all() {
    return new ArrayList<>(pools.values());
  }
}
