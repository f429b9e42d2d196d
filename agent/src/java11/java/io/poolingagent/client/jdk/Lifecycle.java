package io.poolingagent.client.jdk;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether the application closed this client of its, and what of its requests is under way. Exists
 * for JDK 21 and later, whose clients can be closed; {@link #NEVER_CLOSED} stands for it before.
 * Thread-safe; nothing is called while its lock is held.
 */
class Lifecycle {

  /** A request that {@code shutdownNow()} can end. Equal to itself only. */
  interface Operation {
    void abort(IOException reason);
  }

  /** Before JDK 21. */
  private static final Lifecycle NEVER_CLOSED =
      new Lifecycle() {
        @Override
        boolean begin(Operation operation) {
          return true;
        }

        @Override
        void end(Operation operation) {}
      };

  private static final boolean CLOSEABLE = Runtime.version().feature() >= 21;

  private final Object lock = new Object();

  // Guarded by the lock:

  /** A client made for one request has one at a time: that needs no set. */
  private @Nullable Operation first;

  private @Nullable Set<Operation> others;
  private @Nullable CountDownLatch awaited;

  private volatile boolean shutdown;

  private Lifecycle() {}

  static Lifecycle create() {
    return CLOSEABLE ? new Lifecycle() : NEVER_CLOSED;
  }

  /** A request begins; false if the client is closed. */
  boolean begin(Operation operation) {
    synchronized (lock) {
      if (shutdown) {
        return false;
      }
      if (first == null) {
        first = operation;
      } else {
        if (others == null) {
          others = new HashSet<>();
        }
        others.add(operation);
      }
      return true;
    }
  }

  /** A request is done, its body included. Idempotent. */
  void end(Operation operation) {
    synchronized (lock) {
      if (first == operation) {
        first = null;
      } else if (others != null) {
        others.remove(operation);
      }
      tellIfTerminated();
    }
  }

  private void tellIfTerminated() {
    if (awaited != null && isTerminated()) {
      awaited.countDown();
    }
  }

  boolean isShutdown() {
    return shutdown;
  }

  void shutdown() {
    synchronized (lock) {
      shutdown = true;
      tellIfTerminated();
    }
  }

  void shutdownNow() {
    shutdown();
    List<Operation> running = new ArrayList<>();
    synchronized (lock) {
      if (others != null) {
        running.addAll(others);
      }
      if (first != null) {
        running.add(first);
      }
    }
    for (Operation operation : running) {
      operation.abort(new IOException("shutdownNow"));
    }
  }

  boolean isTerminated() {
    synchronized (lock) {
      return shutdown && first == null && (others == null || others.isEmpty());
    }
  }

  boolean awaitTermination(Duration duration) throws InterruptedException {
    CountDownLatch latch;
    synchronized (lock) {
      if (isTerminated()) {
        return true;
      }
      if (awaited == null) {
        awaited = new CountDownLatch(1);
      }
      latch = awaited;
    }
    return latch.await(
        duration.compareTo(Duration.ofDays(365)) > 0 ? Long.MAX_VALUE : duration.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  /** What a closed client fails with. */
  static IOException closed() {
    return new IOException("closed", new IOException("closed"));
  }
}
