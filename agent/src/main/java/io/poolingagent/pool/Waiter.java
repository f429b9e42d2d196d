package io.poolingagent.pool;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** A request that waits for a permit: blocked on this future, or called back by it. */
final class Waiter extends CompletableFuture<Permit> {

  private final Gate gate;
  final Share share;
  final boolean async;
  final long since;
  final long deadline;

  /** Place in the queue; guarded by Gate.lock. */
  long ticket;

  Waiter(Gate gate, Share share, boolean async, long since, long timeout) {
    this.gate = gate;
    this.share = share;
    this.async = async;
    this.since = since;
    this.deadline = since + timeout;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    gate.remove(this);
    return cancelled;
  }

  /** Blocks until there is a permit. */
  Permit await(BooleanSupplier cancelled) throws AcquireTimeoutException, InterruptedException {
    for (; ; ) {
      long left = deadline - gate.clock().nanoTime();
      try {
        if (left > 0 && !cancelled.getAsBoolean()) {
          return get(Math.min(left, Gate.LOOK_AGAIN_NANOS), TimeUnit.NANOSECONDS);
        }
        if (!gate.remove(this)) {
          return get(); // it has been decided at this very moment
        }
        if (left > 0) {
          throw new CancellationException("cancelled while waiting for a connection");
        }
        throw timedOut();
      } catch (TimeoutException e) {
        continue;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof AcquireTimeoutException) {
          throw (AcquireTimeoutException) e.getCause();
        }
        throw new IllegalStateException(e);
      } catch (InterruptedException | RuntimeException | Error e) {
        abandon();
        throw e;
      }
    }
  }

  /** Leaves the queue, or gives back what was granted in this moment. */
  private void abandon() {
    if (!gate.remove(this) && !cancel(false)) {
      try {
        join().release();
      } catch (CompletionException | CancellationException e) {
        // nothing was granted
      }
    }
  }

  /** Counts and tells that the time is over. */
  AcquireTimeoutException timedOut() {
    share.stats.acquireTimedOut();
    Destination destination = share.destination;
    return new AcquireTimeoutException(
        "no connection to "
            + destination
            + " became free within "
            + TimeUnit.NANOSECONDS.toMillis(deadline - since)
            + " ms ("
            + destination.limits()
            + ")");
  }
}
