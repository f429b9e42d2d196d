package io.poolingagent.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many connections each pool has reserved at each destination, and whether there is room for
 * more. Guarded by {@link Gate#lock}, but for the count of those beyond soft limits.
 */
final class Reservations {
  /** Those at which some pool has a share. */
  private final Set<Destination> destinations = new LinkedHashSet<>();

  /** Those at which more may be reserved than the limits in force allow. */
  private final Set<Destination> exceeded = new LinkedHashSet<>();

  private int reserved;

  /** Requests of the whole JVM holding a connection beyond a soft limit. */
  private final AtomicInteger overflow = new AtomicInteger();

  // ---- reserving

  /** Holds one connection more, if one is reserved or there is room for one. */
  boolean grant(Share share) {
    if (exceeds(share.destination) && isOverLimit(share.destination)) {
      return false;
    }
    if (share.take()) {
      return true;
    }
    if (!hasRoom(share.destination)) {
      return false;
    }
    reserve(share, true);
    return true;
  }

  void reserve(Share share, boolean take) {
    share.reserve(take);
    share.destination.reserved++;
    reserved++;
  }

  /**
   * Reserves no more than this, but never less than what is held.
   *
   * @param giveBack how many of those held are given back in the same step
   * @return whether anything became free
   */
  boolean lower(Share share, long atMost, int giveBack) {
    int freed = share.lower(atMost, giveBack);
    share.destination.reserved -= freed;
    reserved -= freed;
    return freed > 0;
  }

  boolean hasRoom(Destination destination) {
    Limits limits = destination.limits();
    // Connections beyond a soft limit are in no share; they end soon, but count until then.
    int here = destination.reserved + (limits.hard() ? destination.overflow.get() : 0);
    int all = reserved + (limits.hard() ? overflow.get() : 0);
    return here < limits.maxConnectionsPerHost() && all < limits.maxConnections();
  }

  /** Needs no lock. */
  void overflowBegins(Destination destination) {
    destination.overflow.incrementAndGet();
    overflow.incrementAndGet();
  }

  /** Needs no lock. */
  void overflowEnds(Destination destination) {
    destination.overflow.decrementAndGet();
    overflow.decrementAndGet();
  }

  /**
   * Picks whose reservation makes room at this destination.
   *
   * @param tried who is not to be asked again
   * @return one reservation of that share is held, so that nobody else takes it; null if there is
   *     none to be had
   */
  @Nullable Snapshot reclaimFor(Destination destination, Set<Share> tried) {
    for (; ; ) {
      Share victim = null;
      if (isFull(destination)) {
        victim = mostIdle(destination.shares, null, tried);
      } else if (reclaimsFromAll(destination)) {
        for (Destination other : destinations) {
          victim = mostIdle(other.shares, victim, tried);
        }
      }
      if (victim == null) {
        return null;
      }
      if (victim.take()) { // else a request of its own was quicker
        return Snapshot.of(victim);
      }
    }
  }

  private static boolean isFull(Destination destination) {
    return destination.reserved >= destination.limits().maxConnectionsPerHost();
  }

  /** Whether any other destination's idle connection would make room at this one. */
  boolean reclaimsFromAll(Destination destination) {
    return !isFull(destination) && reserved >= destination.limits().maxConnections();
  }

  private static @Nullable Share mostIdle(
      Collection<Share> shares, @Nullable Share best, Set<Share> tried) {
    Share most = best;
    for (Share share : shares) {
      if (share.hasExcess()
          && !tried.contains(share)
          && (most == null || excess(share) > excess(most))) {
        most = share;
      }
    }
    return most;
  }

  private static int excess(Share share) {
    return share.reserved() - share.held();
  }

  // ---- more than the limits allow

  private boolean isOverLimit(Destination destination) {
    Limits limits = destination.limits();
    return destination.reserved > limits.maxConnectionsPerHost()
        || reserved > limits.maxConnections();
  }

  boolean anyExceeded() {
    return !exceeded.isEmpty();
  }

  boolean exceeds(Destination destination) {
    return exceeded.contains(destination);
  }

  /** More than the limits allow is about to be reserved there. */
  void exceed(Destination destination) {
    exceeded.add(destination);
  }

  /** Looks whether other limits are exceeded by what is reserved. */
  void exceedIfOverLimit(Destination destination) {
    if (isOverLimit(destination)) {
      exceeded.add(destination);
    }
  }

  /** Looks again, and answers whether more is reserved than the limits allow. */
  boolean stillExceeds(Destination destination) {
    if (!isOverLimit(destination)) {
      exceeded.remove(destination);
    }
    return exceeded.contains(destination);
  }

  /** Where more may be reserved than the limits allow, at this moment. */
  List<Destination> exceeded() {
    return exceeded.isEmpty() ? Collections.emptyList() : new ArrayList<>(exceeded);
  }

  // ---- shares

  List<Share> shares() {
    List<Share> all = new ArrayList<>();
    destinations.forEach(destination -> all.addAll(destination.shares));
    return all;
  }

  Share add(Share share, SharedPool pool) {
    share.removed = false;
    pool.remember(share);
    destinations.add(share.destination);
    share.destination.shares.add(share);
    return share;
  }

  /** This share or, if it was dropped as unused while the caller had it at hand, its successor. */
  Share current(Share share) {
    SharedPool pool = share.pool();
    if (!share.removed || pool == null) {
      return share;
    }
    Share successor = pool.share(share.destination);
    return successor != null ? successor : add(share, pool);
  }

  /** Drops the shares that nobody uses, and answers the destinations of which none is left. */
  List<Destination> dropUnused() {
    List<Destination> unused = new ArrayList<>();
    for (Iterator<Destination> each = destinations.iterator(); each.hasNext(); ) {
      Destination destination = each.next();
      destination.shares.removeIf(this::isOver);
      if (destination.shares.isEmpty() && destination.waiters.isEmpty()) {
        exceeded.remove(destination);
        each.remove();
        unused.add(destination);
      }
    }
    return unused;
  }

  private boolean isOver(Share share) {
    SharedPool pool = share.pool();
    if (pool == null) {
      // Its permits went with the library's class loader and are never released.
      share.destination.reserved -= share.reserved();
      reserved -= share.reserved();
    } else if (share.reserved() > 0) {
      return false;
    } else {
      pool.forget(share);
    }
    share.removed = true;
    return true;
  }
}
