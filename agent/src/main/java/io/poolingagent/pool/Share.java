package io.poolingagent.pool;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one pool has of one destination: how many connections it may have open there ("reserved")
 * and how many requests hold one of them now ("held"). Always {@code held <= reserved}.
 *
 * <p>What is reserved but not held backs the pool's idle connections, and is taken by the next
 * request with a single compare-and-set. That is the whole cost of a limit that is not reached.
 */
final class Share {

  /**
   * Held in the lower half, reserved in the upper, so that one is never compared with an outdated
   * other.
   */
  private final AtomicLong state = new AtomicLong();

  private final WeakReference<SharedPool> pool;
  final Destination destination;
  final ConnectionStats stats;

  // Guarded by Gate.lock:

  /** Connections of which the opening was announced, ever. */
  long opened;

  /** Connections that are being opened now: perhaps not in NativePool.open yet. */
  int connecting;

  /** Changes so far; tells whether a look at the pool is outdated. */
  long events;

  /** Not in its destination any more; never gets a reservation again. */
  boolean removed;

  Share(SharedPool pool, Destination destination) {
    this.pool = new WeakReference<>(pool);
    this.destination = destination;
    this.stats = destination.stats(pool.key().client());
  }

  /** Null once the adapter was collected, with the library's class loader or by itself. */
  @Nullable SharedPool pool() {
    return pool.get();
  }

  int held() {
    return held(state.get());
  }

  int reserved() {
    return reserved(state.get());
  }

  boolean hasExcess() {
    long s = state.get();
    return held(s) < reserved(s);
  }

  /** Holds one more of what is reserved, if all is not held already. */
  boolean take() {
    for (; ; ) {
      long s = state.get();
      if (held(s) >= reserved(s)) {
        return false;
      }
      if (state.compareAndSet(s, s + 1)) {
        return true;
      }
    }
  }

  /** Holds one less. */
  void giveBack() {
    state.decrementAndGet();
  }

  /** Reserves more, and holds it at once if asked to. Only under Gate.lock. */
  void reserve(boolean take) {
    state.addAndGet((1L << 32) + (take ? 1 : 0));
  }

  /**
   * Reserves no more than this, but never less than what is held. Only under Gate.lock.
   *
   * @param giveBack how many of those held are given back in the same step
   * @return by how much the reservation shrank
   */
  int lower(long atMost, int giveBack) {
    for (; ; ) {
      long s = state.get();
      int held = held(s) - giveBack;
      int reserved = (int) Math.max(held, Math.min(reserved(s), atMost));
      if (state.compareAndSet(s, ((long) reserved << 32) | held)) {
        return reserved(s) - reserved;
      }
    }
  }

  private static int held(long state) {
    return (int) state;
  }

  private static int reserved(long state) {
    return (int) (state >>> 32);
  }
}
