package io.poolingagent.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pools of one adapter, so of one copy of a client library. Held strongly by the adapter only,
 * which lives and dies with the library's class loader. Thread-safe; a lookup that hits takes no
 * lock. Made by {@link Pools#newRegistry}.
 */
public final class PoolRegistry {

  /**
   * With so many pools of one client each there is nothing odd: the first client may be followed by
   * others with the same objects.
   */
  private static final int FEW_OF_ONE_CLIENT = 4;

  private static final long LOOK_WHEN_FULL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Pools owner;
  private final Consumer<List<String>> apart;
  private final ConcurrentHashMap<PoolKey, SharedPool> pools = new ConcurrentHashMap<>();
  private final Object putting = new Object();
  private volatile long nextLookWhenFull;

  PoolRegistry(Pools owner, Consumer<List<String>> apart) {
    this.owner = owner;
    this.apart = apart;
    this.nextLookWhenFull = owner.clock().nanoTime();
  }

  /**
   * The pool of this key, made if there is none yet.
   *
   * @param factory makes the library's own pool; called without any lock held, so perhaps in vain:
   *     then the result is closed
   * @return null if the registry is full, or nobody could look after the pool: leave the client
   *     alone
   */
  public @Nullable SharedPool pool(PoolKey key, Supplier<? extends NativePool> factory) {
    long now = owner.clock().nanoTime();
    SharedPool pool = pools.get(key);
    if (pool == null) {
      pool = make(key, factory, now);
    }
    if (pool != null) {
      pool.touch(now);
    }
    return pool;
  }

  private @Nullable SharedPool make(PoolKey key, Supplier<? extends NativePool> factory, long now) {
    boolean full = pools.size() >= owner.maxPools();
    if (full && !looksWhenFull(now)) {
      return null;
    }
    tellWhatKeepsApart(key);
    if (full && !makeRoom()) {
      return null;
    }
    SharedPool made = new SharedPool(key.weak(), factory.get(), now);
    SharedPool earlier;
    synchronized (putting) {
      earlier = pools.get(key);
      full = false;
      if (earlier == null) {
        full = pools.size() >= owner.maxPools();
        if (!full) {
          pools.put(made.key(), made);
        }
      }
    }
    if (earlier != null || full) {
      made.retire();
      return earlier;
    }
    if (!owner.poolMade()) {
      boolean unused = drop(made);
      return null;
    }
    return made;
  }

  /** That is, from the pool that is most like it. */
  private void tellWhatKeepsApart(PoolKey key) {
    List<String> fewest = Collections.emptyList();
    for (SharedPool pool : pools.values()) {
      List<String> parts = pool.key().differences(key);
      if (!parts.isEmpty() && (fewest.isEmpty() || parts.size() < fewest.size())) {
        fewest = parts;
      }
    }
    if (!fewest.isEmpty()) {
      apart.accept(fewest);
    }
  }

  /** At most once a second: to tell what keeps pools apart and to make room means to ask all. */
  private boolean looksWhenFull(long now) {
    if (nextLookWhenFull - now > 0) {
      return false;
    }
    nextLookWhenFull = now + LOOK_WHEN_FULL_NANOS;
    return true;
  }

  /** Drops the pool that was not used for longest and has no connection. */
  private boolean makeRoom() {
    SharedPool oldest = null;
    for (SharedPool pool : pools.values()) {
      if ((oldest == null || pool.lastUsedNanos() - oldest.lastUsedNanos() < 0)
          && !pool.hasOpen()) {
        oldest = pool;
      }
    }
    return oldest != null && drop(oldest);
  }

  private boolean drop(SharedPool pool) {
    boolean dropped = pools.remove(pool.key(), pool);
    if (dropped) {
      pool.retire();
    }
    return dropped;
  }

  /** The pools at this moment, in no order. */
  public Collection<SharedPool> all() {
    return new ArrayList<>(pools.values());
  }

  /**
   * A client is closed. What it leaves idle stays for others, but where nobody else has ever used
   * its pool, nor is likely to, for its key refers to certain objects, and that is how this
   * application makes its clients: then it is closed, as it would be without us. Must not be called
   * with a library's lock held.
   *
   * @param client as told to {@link SharedPool#usedBy}
   */
  public void closedBy(Object client) {
    int ofOneClient = 0;
    List<SharedPool> its = new ArrayList<>(0);
    for (SharedPool pool : pools.values()) {
      ofOneClient += pool.isOfOneClient() ? 1 : 0;
      if (pool.isOnlyOf(client)) {
        its.add(pool);
      }
    }
    if (ofOneClient > FEW_OF_ONE_CLIENT) {
      for (SharedPool pool : its) {
        int unused = pool.closeIdle(CloseReason.CLIENT_CLOSED);
      }
    }
  }

  /**
   * Lets the pools evict connections, and drops pools that nobody can ask for any more or that were
   * not used for twice the keep-alive and have no connection.
   *
   * @return nanoseconds until the next look is due, or -1 if there is no pool
   */
  long evict(long now) {
    List<SharedPool> victims = new ArrayList<>();
    long next = -1;
    for (SharedPool pool : pools.values()) {
      if (!pool.key().isLive()) {
        victims.add(pool);
        continue;
      }
      try {
        next = Pools.earlier(next, pool.engine().evict(now));
        if (pool.hasOpen()) {
          continue;
        }
      } catch (RuntimeException | Error e) {
        owner.failed(e);
        continue;
      }
      long left = pool.lastUsedNanos() + unusedNanos(pool) - now;
      if (left <= 0) {
        victims.add(pool);
      } else {
        next = Pools.earlier(next, left);
      }
    }
    for (SharedPool pool : victims) {
      try {
        drop(pool);
      } catch (RuntimeException | Error e) {
        owner.failed(e);
      }
    }
    return pools.isEmpty() ? -1 : Pools.earlier(next, Destinations.SWEEP_NANOS);
  }

  private static long unusedNanos(SharedPool pool) {
    long keepAlive = Limits.defaults().keepAliveNanos();
    for (Destination destination : pool.destinations()) {
      keepAlive = Math.max(keepAlive, destination.limits().keepAliveNanos());
    }
    return 2 * keepAlive;
  }
}
