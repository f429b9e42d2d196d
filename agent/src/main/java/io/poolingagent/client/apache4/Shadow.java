package io.poolingagent.client.apache4;

import io.poolingagent.client.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of the shared pools in the place of one connection manager of the application's.
 * It knows what that manager's clients have leased, so that closing the manager closes these
 * connections and nobody else's, and keeps the limits that the manager sets to its own clients and
 * the count that it would tell of their connections. Thread-safe.
 */
public abstract class Shadow {
  private final Leases leases;
  private final Object manager;

  // Guarded by this:
  private final List<Lease> held = new ArrayList<>(2);
  private final List<Object> coming = new ArrayList<>(2);
  private final List<Object> waiting = new ArrayList<>(0);
  private final Kept kept = new Kept();
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

  /** Whether the manager has statistics; if not, {@link #available} always answers 0. */
  protected abstract boolean tells();

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
      waiting.add(asker.route);
      try {
        // Looks again now and then: cancelling wakes nobody.
        wait(Math.max(1, Math.min(50, TimeUnit.NANOSECONDS.toMillis(left))));
      } finally {
        waiting.remove(asker.route);
      }
    }
    coming.add(asker.route);
    return true;
  }

  private boolean exceedsOwnLimits(Object route) {
    int total = leased(null);
    return total > 0 && !closed && (total >= maxTotal() || leased(route) >= maxPerRoute(route));
  }

  /** A lease begins; one that comes too late is ended at once. */
  final void began(Lease lease) {
    synchronized (this) {
      coming.remove(lease.route());
      if (!closed) {
        held.add(lease);
        taken(lease.route());
        return;
      }
    }
    lease.revoke();
  }

  private void taken(Object route) {
    if (!tells()) {
      return;
    }
    kept.take(route, nanoTime());
    if (!kept.isEmpty()) {
      kept.limit(route, maxPerRoute(route) - leased(route));
      kept.limit(null, maxTotal() - leased(null));
    }
  }

  /** What was allowed did not come to be. */
  final synchronized void failed(Asker asker) {
    coming.remove(asker.route);
    wakeUp();
  }

  /**
   * A lease is over.
   *
   * @param keepAliveNanos for how long the manager would keep the connection; 0 if it would not
   */
  final void ended(Lease lease, long keepAliveNanos) {
    boolean tooLate;
    synchronized (this) {
      boolean known = held.remove(lease);
      if (known && keepAliveNanos > 0 && !closed && tells()) {
        kept.add(lease.route(), nanoTime(), keepAliveNanos);
      }
      wakeUp();
      tooLate = closed;
    }
    if (tooLate) {
      closeOwn(); // it came back while the manager was closed
    }
  }

  private void wakeUp() {
    if (!waiting.isEmpty()) {
      notifyAll();
    }
  }

  // ---- what the manager would tell of its connections, beside those that are its own indeed

  /**
   * Connections that its clients have, or are about to have.
   *
   * @param route to this one; null for all
   */
  protected final synchronized int leased(@Nullable Object route) {
    if (route == null) {
      return held.size() + coming.size();
    }
    int count = count(coming, route);
    for (Lease lease : held) {
      count += lease.route().equals(route) ? 1 : 0;
    }
    return count;
  }

  /** Requests that wait for its own limits; by route or all, as above. */
  protected final synchronized int pending(@Nullable Object route) {
    return route == null ? waiting.size() : count(waiting, route);
  }

  /** Connections that it would have idle; by route or all, as above. */
  protected final synchronized int available(@Nullable Object route) {
    return kept.count(route);
  }

  private static int count(List<Object> routes, Object route) {
    int count = 0;
    for (Object each : routes) {
      count += each.equals(route) ? 1 : 0;
    }
    return count;
  }

  /** The application has told its manager to close what has been idle for so long. */
  public final synchronized void closesIdle(long idleNanos) {
    kept.closeIdle(nanoTime(), idleNanos);
  }

  /** The application has told its manager to close what has expired. */
  public final synchronized void closesExpired() {
    kept.closeExpired(nanoTime());
  }

  // ---- the end

  /** The application has closed its manager. */
  public final void managerClosed() {
    List<Lease> orphans;
    synchronized (this) {
      closed = true;
      orphans = new ArrayList<>(held);
      kept.clear();
      notifyAll();
    }
    for (Lease lease : orphans) {
      lease.revoke();
    }
    closeOwn();
    leases.closedBy(manager);
  }

  private void closeOwn() {
    if (hasOwn) {
      leases.closeIdleOf(manager);
    }
  }
}
