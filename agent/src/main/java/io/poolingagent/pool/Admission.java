package io.poolingagent.pool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Lets the requests in that wait at a {@link Gate}, in the order of their arrival, and takes back
 * what is in their way. Thread-safe; the gate's rules on locks hold.
 */
final class Admission {
  private final Gate gate;
  private final Executor executor;

  /**
   * @param executor runs what must not run on a thread that releases
   */
  Admission(Gate gate, Executor executor) {
    this.gate = gate;
    this.executor = executor;
  }

  /** Something came free. May be called with the library's locks held. */
  void handOn(Share share) {
    Set<Share> tried = new HashSet<>();
    List<Runnable> granted = new ArrayList<>(1);
    Snapshot reclaim;
    gate.lock.lock();
    try {
      share.events++;
      reclaim = serve(granted, tried);
    } finally {
      gate.lock.unlock();
    }
    granted.forEach(Runnable::run);
    if (reclaim != null) {
      try {
        executor.execute(
            () -> {
              settle(reclaim, tried);
              pump(tried);
            });
      } catch (RuntimeException | Error e) {
        reclaim.share.giveBack(); // no thread to be had: Upkeep.look() tries again
      }
    }
  }

  /**
   * Serves the queue as far as possible, closing idle connections where they are in the way. Called
   * without any lock.
   */
  void pump() {
    pump(new HashSet<>());
  }

  /**
   * @param tried from whom nothing could be taken back, with no news since then
   */
  private void pump(Set<Share> tried) {
    for (; ; ) {
      List<Runnable> granted = new ArrayList<>(1);
      Snapshot reclaim;
      gate.lock.lock();
      try {
        reclaim = serve(granted, tried);
      } finally {
        gate.lock.unlock();
      }
      granted.forEach(Runnable::run);
      if (reclaim == null) {
        return;
      }
      settle(reclaim, tried);
    }
  }

  /** Serves the queue soon, on another thread. May be called with the library's locks held. */
  void schedulePump() {
    if (gate.attention()) {
      try {
        executor.execute(this::pump);
      } catch (RuntimeException | Error e) {
        gate.callForAttention();
      }
    }
  }

  /**
   * Grants to the waiters in the order of their arrival. Under the lock.
   *
   * @param granted tells them; to be run without the lock
   * @return what must be taken back before the oldest unserved waiter can be served; null if
   *     nothing can be done
   */
  private @Nullable Snapshot serve(List<Runnable> granted, Set<Share> tried) {
    boolean noneAnywhere = false; // to look for one means to look at all, so once is enough
    PriorityQueue<Waiter> heads = gate.line.heads();
    for (Waiter next = heads.poll(); next != null; next = heads.poll()) {
      // Upkeep.sweep() may have dropped its share as unused meanwhile
      Share share = gate.reservations.current(next.share);
      Destination destination = share.destination;
      boolean room = gate.reservations.grant(share);
      if (room || !destination.limits().hard()) {
        boolean unused = gate.line.leave(next);
        gate.refreshFlags(destination);
        Permit permit = room ? new Permit(gate, share, false) : gate.overflow(share);
        granted.add(delivery(next, permit));
        if (!destination.waiters.isEmpty()) {
          heads.add(destination.waiters.iterator().next());
        }
        continue;
      }
      boolean anywhere = gate.reservations.reclaimsFromAll(destination);
      if (anywhere && noneAnywhere) {
        continue;
      }
      Snapshot reclaim = gate.reservations.reclaimFor(destination, tried);
      if (reclaim != null) {
        return reclaim;
      }
      noneAnywhere |= anywhere;
    }
    for (Destination destination : gate.reservations.exceeded()) {
      if (!gate.reservations.stillExceeds(destination)) {
        gate.refreshFlags(destination);
        continue;
      }
      Snapshot reclaim = gate.reservations.reclaimFor(destination, tried);
      if (reclaim != null) {
        return reclaim;
      }
    }
    return null;
  }

  private Runnable delivery(Waiter waiter, Permit permit) {
    Runnable complete =
        () -> {
          waiter.share.stats.acquireWaited(permit.grantedNanos() - waiter.since);
          if (!waiter.complete(permit)) {
            permit.release(); // cancelled, or completed by somebody else
          }
        };
    return () -> tell(waiter, complete);
  }

  /** Lets a waiter know, without its code on a thread that holds locks. */
  void tell(Waiter waiter, Runnable outcome) {
    if (!waiter.async) {
      outcome.run(); // wakes a thread, runs nothing
      return;
    }
    // What depends on the future is code of others, and the releasing thread may hold their locks.
    try {
      executor.execute(outcome);
    } catch (RuntimeException | Error e) {
      outcome.run(); // no thread to be had: better here than never
    }
  }

  /**
   * Closes one idle connection if need be, and lowers the reservation to what is open. Called
   * without any lock.
   */
  void settle(Snapshot reclaim, Set<Share> tried) {
    Share share = reclaim.share;
    long open = 0;
    SharedPool pool = share.pool();
    if (pool != null) {
      try {
        NativePool engine = pool.engine();
        Origin origin = share.destination.origin();
        open = engine.open(origin);
        if (reclaim.isUsedUp(open)) {
          int unused = engine.closeIdle(origin, 1, CloseReason.CAPACITY);
          open = engine.open(origin);
        }
      } catch (RuntimeException | Error e) {
        open = Integer.MAX_VALUE; // unknown, so nothing is free
      }
    }
    gate.lock.lock();
    try {
      boolean freed = gate.reservations.lower(share, reclaim.atMostOpen(open), 1);
      if (!freed && share.events == reclaim.events) {
        tried.add(share);
      }
    } finally {
      gate.lock.unlock();
    }
  }
}
