package io.poolingagent.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The requests that wait for a permit, of all destinations, in the order of their arrival. Guarded
 * by {@link Gate#lock}.
 */
final class WaitingLine {
  private final Set<Destination> destinations = new LinkedHashSet<>();
  private long tickets;

  boolean isEmpty() {
    return destinations.isEmpty();
  }

  void join(Waiter waiter) {
    Destination destination = waiter.share.destination;
    waiter.ticket = tickets++;
    destination.waiters.add(waiter);
    destinations.add(destination);
    waiter.share.stats.pending(1);
  }

  /** Whether it was still waiting. */
  boolean leave(Waiter waiter) {
    Destination destination = waiter.share.destination;
    if (!destination.waiters.remove(waiter)) {
      return false;
    }
    waiter.share.stats.pending(-1);
    if (destination.waiters.isEmpty()) {
      destinations.remove(destination);
    }
    return true;
  }

  /**
   * The first waiters of the destinations, the oldest first. Within a destination nobody overtakes,
   * so nobody else's turn can come before one of these has left.
   */
  PriorityQueue<Waiter> heads() {
    PriorityQueue<Waiter> heads =
        new PriorityQueue<>(Comparator.comparingLong((Waiter waiter) -> waiter.ticket));
    for (Destination destination : destinations) {
      heads.add(destination.waiters.iterator().next());
    }
    return heads;
  }

  /** Those whose time is over. */
  List<Waiter> expired(long now) {
    List<Waiter> expired = new ArrayList<>();
    for (Destination destination : destinations) {
      for (Waiter waiter : destination.waiters) {
        if (waiter.deadline - now <= 0) {
          expired.add(waiter);
        }
      }
    }
    return expired;
  }
}
