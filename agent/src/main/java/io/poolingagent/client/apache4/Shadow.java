package io.poolingagent.client.apache4;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of the shared pools in the place of one connection manager of the application's.
 * It knows what that manager's clients have leased, so that closing the manager closes these
 * connections and nobody else's, and keeps the limits that the manager sets to its own clients.
 * Thread-safe.
 */
public abstract class Shadow {
  private final Leases leases;
  private final Object manager;

  // Guarded by this:
  private final List<Lease> held = new ArrayList<>(2);
  private final List<Object> coming = new ArrayList<>(2);
  private int waiting;
  private boolean closed;

  /** Connections were given back that only this manager's clients may have. */
  private volatile boolean hasOwn;

  /**
   * @param manager the application's
   */
  protected Shadow(Leases leases, Object manager) {
    this.leases = leases;
    this.manager = manager;
  }

  /** The application's manager. */
  public final Object manager() {
    return manager;
  }

  /**
   * What a manager says that has one connection, when it is asked for it twice; null for others.
   */
  protected abstract @Nullable String misuse();

  /** How many connections the manager lends for a route at a time. */
  protected abstract int maxPerRoute(Object route);

  /** How many connections the manager lends at a time. */
  protected abstract int maxTotal();

  void keepsOwn() {
    hasOwn = true;
  }

  long nanoTime() {
    return leases.nanoTime();
  }

  /** Whether connections that come back may be kept for others. */
  boolean mayShare() {
    return leases.mayShare();
  }

  /** Whether requests are to take the application's own way. */
  protected final synchronized boolean isClosed() {
    return closed;
  }

  /**
   * Waits until the manager's own limits allow one more connection. One that is allowed must be
   * followed by {@link #began} or {@link #failed}.
   *
   * @return false if that did not come in time
   * @throws IllegalStateException if the manager would refuse
   */
  final synchronized boolean awaitOwnLimits(Asker asker) throws InterruptedException {
    String refusal = misuse();
    if (refusal != null && !(held.isEmpty() && coming.isEmpty())) {
      throw new IllegalStateException(refusal);
    }
    while (exceedsOwnLimits(asker.route)) {
      long left = asker.remainingNanos(leases.nanoTime());
      if (left <= 0 || asker.cancelled) {
        return false;
      }
      waiting++;
      try {
        // Looks again now and then: cancelling wakes nobody.
        wait(Math.max(1, Math.min(50, TimeUnit.NANOSECONDS.toMillis(left))));
      } finally {
        waiting--;
      }
    }
    coming.add(asker.route);
    return true;
  }

  private boolean exceedsOwnLimits(Object route) {
    int total = held.size() + coming.size();
    if (total == 0 || closed) {
      return false;
    }
    int ofRoute = 0;
    for (Lease lease : held) {
      ofRoute += lease.route().equals(route) ? 1 : 0;
    }
    for (Object other : coming) {
      ofRoute += other.equals(route) ? 1 : 0;
    }
    return total >= maxTotal() || ofRoute >= maxPerRoute(route);
  }

  /** A lease begins; one that comes too late is ended at once. */
  final void began(Lease lease) {
    synchronized (this) {
      coming.remove(lease.route());
      if (!closed) {
        held.add(lease);
        return;
      }
    }
    lease.revoke();
  }

  /** What was allowed did not come to be. */
  final synchronized void failed(Asker asker) {
    coming.remove(asker.route);
    wakeUp();
  }

  final synchronized void ended(Lease lease) {
    held.remove(lease);
    wakeUp();
  }

  private void wakeUp() {
    if (waiting > 0) {
      notifyAll();
    }
  }

  /** The application has closed its manager. */
  public final void managerClosed() {
    List<Lease> orphans;
    synchronized (this) {
      closed = true;
      orphans = new ArrayList<>(held);
      notifyAll();
    }
    for (Lease lease : orphans) {
      lease.revoke();
    }
    if (hasOwn) {
      leases.closeIdleOf(manager);
    }
  }
}
