package io.poolingagent.pool;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which code leaks. To look at the stack of each request would cost too much, so that is done for
 * the first ones, and for the next ones after each leak: who leaks does it again. Thread-safe.
 */
final class Leaks {
  static final int FIRST = 64;
  static final int AFTER_LEAK = 1_000;

  private final AtomicInteger toLookAt = new AtomicInteger(FIRST);
  private volatile @Nullable LeakWatch watch;

  void watch(LeakWatch watch) {
    this.watch = watch;
  }

  /** The code that asks for a connection on this thread, if it is in the sample. */
  @Nullable StackTraceElement caller() {
    LeakWatch watch = this.watch;
    return watch != null && toLookAt.get() > 0 && toLookAt.getAndDecrement() > 0
        ? watch.caller()
        : null;
  }

  void leaked(String client, @Nullable StackTraceElement where) {
    toLookAt.set(AFTER_LEAK);
    LeakWatch watch = this.watch;
    if (watch != null) {
      watch.leaked(client, where);
    }
  }
}
