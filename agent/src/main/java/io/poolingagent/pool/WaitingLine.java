package io.poolingagent.pool;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  /** The oldest of the first waiters of the destinations: within a destination nobody overtakes. */
  @Nullable Waiter oldest(Set<Destination> except) {
    Waiter oldest = null;
    for (Destination destination : destinations) {
      if (!except.contains(destination)) {
        Waiter first = destination.waiters.iterator().next();
        if (oldest == null || first.ticket < oldest.ticket) {
          oldest = first;
        }
      }
    }
    return oldest;
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
