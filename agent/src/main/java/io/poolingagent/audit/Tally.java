package io.poolingagent.audit;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts decisions of one kind and picks those that are attributed to a place in the application.
 * Thread-safe. The busy ones count by thread, since threads that take turns to write to one line of
 * memory for each request would slow each other down.
 */
final class Tally {
  static final int FIRST = 64;

  /**
   * A prime: creations that take turns in any smaller rhythm must not hide from the sample. A walk
   * of the stack takes as long as several small requests.
   */
  static final int EACH = 8191;

  private static final int STRIPES_IF_BUSY = 8; // a power of two

  /** Two lines of memory: processors fetch them in pairs. */
  private static final int LONGS_APART = 16;

  /** Of each stripe: how many it has counted, and how many of those are attributed. */
  private final AtomicLongArray cells;

  private final int stripes;

  private Tally(int stripes) {
    this.stripes = stripes;
    this.cells = new AtomicLongArray((stripes - 1) * LONGS_APART + 2);
  }

  static Tally plain() {
    return new Tally(1);
  }

  static Tally busy() {
    return new Tally(STRIPES_IF_BUSY);
  }

  /**
   * Counts a decision.
   *
   * @return how many it stands for as a sample; 0 if it is none
   */
  long count() {
    int at = ((int) Thread.currentThread().getId() & (stripes - 1)) * LONGS_APART;
    long nth = cells.incrementAndGet(at);
    boolean sampled = nth % EACH == 0 || (nth <= FIRST && sum() <= FIRST);
    return sampled ? Math.max(0, nth - cells.getAndAccumulate(at + 1, nth, Math::max)) : 0;
  }

  /** All decisions so far. */
  long sum() {
    long sum = 0;
    for (int i = 0; i < stripes; i++) {
      sum += cells.get(i * LONGS_APART);
    }
    return sum;
  }
}
