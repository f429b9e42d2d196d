package io.poolingagent.pool;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long something took: how often, in total, and the longest of late. Thread-safe, cheap to
 * write.
 */
public final class Timing {

  /** A maximum is remembered for this long at least, and twice as long at most. */
  static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Clock clock;
  private final LongAdder count = new LongAdder();
  private final LongAdder total = new LongAdder();
  private final AtomicLong max = new AtomicLong();
  private final AtomicLong maxBefore = new AtomicLong();
  private final AtomicLong windowStart;

  Timing(Clock clock) {
    this.clock = clock;
    this.windowStart = new AtomicLong(clock.nanoTime());
  }

  void add(long nanos) {
    add(nanos, clock.nanoTime());
  }

  /** The same for who knows what time it is: to ask costs more than all the rest. */
  void add(long nanos, long now) {
    count.increment();
    total.add(nanos);
    turn(now);
    if (nanos > max.get()) {
      max.accumulateAndGet(nanos, Math::max);
    }
  }

  private void turn(long now) {
    long start = windowStart.get();
    long age = now - start;
    if (age >= WINDOW_NANOS && windowStart.compareAndSet(start, now)) {
      long last = max.getAndSet(0);
      maxBefore.set(age >= 2 * WINDOW_NANOS ? 0 : last);
    }
  }

  /** How often. */
  public long count() {
    return count.sum();
  }

  /** In total, in nanoseconds. */
  public long totalNanos() {
    return total.sum();
  }

  /** The longest of the last minute or two, in nanoseconds. */
  public long maxNanos() {
    turn(clock.nanoTime());
    return Math.max(max.get(), maxBefore.get());
  }
}
