package io.poolingagent.pool;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks after what nobody tells a {@link Gate} of: waits that are over, other limits, connections
 * that a library closes on its own. Thread-safe; the gate's rules on locks hold.
 */
final class Upkeep {
  private final Gate gate;
  private final Admission admission;

  Upkeep(Gate gate, Admission admission) {
    this.gate = gate;
    this.admission = admission;
  }

  /** Other limits are in force. */
  void limitsChanged(Destination destination) {
    List<Snapshot> all = new ArrayList<>();
    gate.lock.lock();
    try {
      destination.shares.forEach(share -> all.add(Snapshot.of(share)));
    } finally {
      gate.lock.unlock();
    }
    all.forEach(this::reconcile);
    gate.lock.lock();
    try {
      gate.reservations.exceedIfOverLimit(destination);
      gate.refreshFlags(destination);
    } finally {
      gate.lock.unlock();
    }
    admission.pump();
    if (gate.attention()) {
      gate.callForAttention();
    }
  }

  /**
   * Ends waits that are over, and looks for room that nobody told of: a library closes connections
   * on its own, too.
   */
  void look(long now) {
    gate.reclaimLeaked();
    if (!gate.attention()) {
      return;
    }
    List<Waiter> expired = new ArrayList<>();
    gate.lock.lock();
    try {
      for (Waiter waiter : gate.line.expired(now)) {
        boolean unused = gate.line.leave(waiter);
        gate.refreshFlags(waiter.share.destination);
        expired.add(waiter);
      }
    } finally {
      gate.lock.unlock();
    }
    for (Waiter waiter : expired) {
      AcquireTimeoutException timeout = waiter.timedOut();
      admission.tell(waiter, () -> waiter.completeExceptionally(timeout));
    }
    admission.pump();
  }

  /** Makes reservations fit what is open, and drops what nobody uses. Called without any lock. */
  void sweep(long now) {
    List<Snapshot> all = new ArrayList<>();
    gate.lock.lock();
    try {
      gate.reservations.shares().forEach(share -> all.add(Snapshot.of(share)));
    } finally {
      gate.lock.unlock();
    }
    all.forEach(this::reconcile);
    gate.lock.lock();
    try {
      for (Destination unused : gate.reservations.dropUnused()) {
        unused.unusedSinceNanos = now;
        gate.refreshFlags(unused);
      }
    } finally {
      gate.lock.unlock();
    }
  }

  /**
   * More than is reserved may be open if the limits were soft when it was opened, less if the
   * library closed connections on its own.
   */
  private void reconcile(Snapshot seen) {
    Share share = seen.share;
    SharedPool pool = share.pool();
    long open;
    try {
      open = pool == null ? 0 : pool.engine().open(share.destination.origin());
    } catch (RuntimeException | Error e) {
      gate.failed(e);
      return;
    }
    gate.lock.lock();
    try {
      if (open > seen.reserved && share.reserved() == seen.reserved && !share.removed) {
        coverBeyondLimits(share, open);
      } else {
        boolean unused = gate.reservations.lower(share, seen.atMostOpen(open), 0);
      }
    } finally {
      gate.lock.unlock();
    }
  }

  /** Reserves for what is open already, though there may be no room for it. Under the lock. */
  private void coverBeyondLimits(Share share, long open) {
    Destination destination = share.destination;
    // First: what is reserved beyond the limits is not to be taken by the next request.
    gate.reservations.exceed(destination);
    gate.refreshFlags(destination);
    for (long missing = open - share.reserved(); missing > 0; missing--) {
      gate.reservations.reserve(share, false);
    }
    if (!gate.reservations.stillExceeds(destination)) {
      gate.refreshFlags(destination);
    }
  }
}
