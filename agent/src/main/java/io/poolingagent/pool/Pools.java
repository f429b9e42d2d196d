package io.poolingagent.pool;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The root of the domain, one per agent: knows all registries (weakly) and all destinations, and
 * looks after them on one daemon thread that exists only while there is something to look after.
 * Thread-safe.
 */
public final class Pools {

  private static final long AFTER_ERROR_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Clock clock;
  private final Destinations destinations;
  private final IntSupplier maxPools;
  private final List<WeakReference<PoolRegistry>> registries = new CopyOnWriteArrayList<>();
  private volatile Consumer<Throwable> onError = e -> {};

  private final Object threadLock = new Object();
  private @Nullable Thread thread; // guarded by threadLock
  private boolean due; // whether dueNanos means something; guarded by threadLock
  private long dueNanos; // when the thread must look at the latest; guarded by threadLock
  private final Function<Runnable, Thread> threads;
  private @Nullable Runnable onFirstUse; // guarded by threadLock
  private boolean used; // guarded by threadLock

  /**
   * @param maxPools how many pools one registry may hold; read at each miss, so it may change
   */
  public Pools(Clock clock, Destinations destinations, IntSupplier maxPools) {
    this(clock, destinations, maxPools, task -> AgentThread.create("pooling-agent-evictor", task));
  }

  Pools(
      Clock clock,
      Destinations destinations,
      IntSupplier maxPools,
      Function<Runnable, Thread> threads) {
    this.clock = clock;
    this.threads = threads;
    this.destinations = destinations;
    this.maxPools = maxPools;
    destinations.gate().onAttention(() -> lookWithin(Gate.LOOK_AGAIN_NANOS));
  }

  /** The destinations of all pools. */
  public Destinations destinations() {
    return destinations;
  }

  /**
   * A registry for an adapter, which must hold it strongly: here it is held weakly.
   *
   * @param apart told, when a pool is about to be made, of the few parts of its key that keep it
   *     apart from the pool most like it; not told if it is like none. From any thread; must not
   *     throw
   */
  public PoolRegistry newRegistry(Consumer<List<String>> apart) {
    PoolRegistry registry = new PoolRegistry(this, apart);
    registries.add(new WeakReference<>(registry));
    synchronized (threadLock) {
      used = true;
    }
    boolean unused = lookWithin(0);
    return registry;
  }

  /**
   * All pools at this moment, in no order. The caller must not keep them: that would hold the
   * library's class loader.
   */
  public Collection<SharedPool> all() {
    List<SharedPool> all = new ArrayList<>();
    for (WeakReference<PoolRegistry> each : registries) {
      PoolRegistry registry = each.get();
      if (registry != null) {
        all.addAll(registry.all());
      }
    }
    return all;
  }

  /**
   * What to do once, on a thread of the agent, when the application uses the first client library,
   * or now if it did already. One action; a later call replaces it.
   */
  public void onFirstUse(Runnable action) {
    boolean late;
    synchronized (threadLock) {
      onFirstUse = action;
      late = used;
    }
    if (late) {
      boolean unused = lookWithin(0);
    }
  }

  /** Who is told what an adapter threw where it must not throw; from any thread. */
  public void onError(Consumer<Throwable> action) {
    onError = action;
    destinations.gate().onError(action);
  }

  /** Who is told of connections that the application never gives back; from any thread. */
  public void onLeak(LeakWatch watch) {
    destinations.gate().leaks.watch(watch);
  }

  /**
   * Looks after pools and destinations. One caller at a time.
   *
   * @param now the time, as {@link Clock#nanoTime()} tells it
   * @return nanoseconds until the next look is due, or -1 if there is nothing left to look after
   */
  long evict(long now) {
    long next = -1;
    for (WeakReference<PoolRegistry> each : registries) {
      PoolRegistry registry = each.get();
      if (registry == null) {
        registries.remove(each);
      } else {
        next = earlier(next, registry.evict(now));
      }
    }
    return earlier(next, destinations.evict(now));
  }

  /** The earlier of two delays, of which a negative one means never. */
  static long earlier(long one, long other) {
    return one < 0 ? other : other < 0 ? one : Math.min(one, other);
  }

  Clock clock() {
    return clock;
  }

  int maxPools() {
    return maxPools.getAsInt();
  }

  void failed(Throwable e) {
    onError.accept(e);
  }

  /** Answers whether somebody looks after it: there may be no thread to be had. */
  boolean poolMade() {
    return lookWithin(0);
  }

  private boolean lookWithin(long nanos) {
    try {
      synchronized (threadLock) {
        long at = clock.nanoTime() + nanos;
        if (due && dueNanos - at <= 0) {
          return true;
        }
        if (thread == null) {
          Thread started = threads.apply(this::run);
          started.start(); // it waits for the lock
          thread = started;
        } else {
          LockSupport.unpark(thread);
        }
        due = true;
        dueNanos = at;
        return true;
      }
    } catch (RuntimeException | Error e) {
      failed(e);
      return false;
    }
  }

  private void run() {
    boolean over = false;
    try {
      while (!over) {
        over = !lookWhenDue();
      }
    } finally {
      if (!over) {
        replaceThread();
      }
    }
  }

  /** Whatever this thread dies of, somebody must look after what there is. */
  private void replaceThread() {
    synchronized (threadLock) {
      thread = null;
      due = false;
    }
    boolean unused = lookWithin(AFTER_ERROR_NANOS);
  }

  /** Answers false if nothing is left to look after, and this thread is nobody's any more. */
  private boolean lookWhenDue() {
    long wait;
    Runnable first = null;
    synchronized (threadLock) {
      if (!due) {
        thread = null;
        return false;
      }
      wait = dueNanos - clock.nanoTime();
      if (wait <= 0) {
        due = false;
        if (used) {
          first = onFirstUse;
          onFirstUse = null;
        }
      }
    }
    if (wait > 0) {
      LockSupport.parkNanos(this, wait);
    } else {
      long delay = lookAfter(first);
      if (delay >= 0) {
        boolean unused = lookWithin(delay);
      }
    }
    return true;
  }

  private long lookAfter(@Nullable Runnable first) {
    try {
      if (first != null) {
        first.run();
      }
      return evict(clock.nanoTime());
    } catch (RuntimeException | Error e) {
      failed(e);
      return AFTER_ERROR_NANOS;
    }
  }
}
