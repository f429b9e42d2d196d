package io.poolingagent.pool;

import java.util.concurrent.CompletableFuture;

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
}
