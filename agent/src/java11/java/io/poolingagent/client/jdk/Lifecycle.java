package io.poolingagent.client.jdk;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether the application closed this client of its, and what of its requests is under way. Exists
 * for JDK 21 and later, whose clients can be closed; {@link #NEVER_CLOSED} stands for it before.
 * Thread-safe; nothing is called while its lock is held.
 */
class Lifecycle {

  /** A request that {@code shutdownNow()} can end. */
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

  private final Set<Operation> operations = Collections.newSetFromMap(new IdentityHashMap<>(4));
  private final CountDownLatch terminated = new CountDownLatch(1);
  private volatile boolean shutdown;

  private Lifecycle() {}

  static Lifecycle create() {
    return CLOSEABLE ? new Lifecycle() : NEVER_CLOSED;
  }

  /** A request begins; false if the client is closed. */
  boolean begin(Operation operation) {
    synchronized (operations) {
      return !shutdown && operations.add(operation);
    }
  }

  /** A request is done, its body included. Idempotent. */
  void end(Operation operation) {
    boolean last;
    synchronized (operations) {
      last = operations.remove(operation) && shutdown && operations.isEmpty();
    }
    if (last) {
      terminated.countDown();
    }
  }

  boolean isShutdown() {
    return shutdown;
  }

  void shutdown() {
    boolean idle;
    synchronized (operations) {
      idle = !shutdown && operations.isEmpty();
      shutdown = true;
    }
    if (idle) {
      // As with the JDK's client, which first has to end its selector thread: not terminated on
      // return.
      Workers.SHARED.execute(terminated::countDown);
    }
  }

  void shutdownNow() {
    shutdown();
    List<Operation> running;
    synchronized (operations) {
      running = new ArrayList<>(operations);
    }
    for (Operation operation : running) {
      operation.abort(new IOException("shutdownNow"));
    }
  }

  boolean isTerminated() {
    return terminated.getCount() == 0;
  }

  boolean awaitTermination(Duration duration) throws InterruptedException {
    synchronized (operations) {
      if (shutdown && operations.isEmpty()) {
        terminated.countDown();
      }
    }
    return terminated.await(
        duration.compareTo(Duration.ofDays(365)) > 0 ? Long.MAX_VALUE : duration.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  /** What a closed client fails with. */
  static IOException closed() {
    return new IOException("closed", new IOException("closed"));
  }
}
