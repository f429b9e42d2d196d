package io.poolingagent.client;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The idle connections that a manager would have, had its clients shared nothing: what its own
 * statistics are to tell, for applications and their dashboards read them. Thread-safe.
 */
public final class Kept {
  /** Each request looks through them; a manager that would have more tells of so many. */
  static final int MOST = 500;

  private static final class Idle {
    final Object route;
    final long sinceNanos;
    final long expiresNanos;

    Idle(Object route, long sinceNanos, long expiresNanos) {
      this.route = route;
      this.sinceNanos = sinceNanos;
      this.expiresNanos = expiresNanos;
    }

    boolean isExpired(long nowNanos) {
      return nowNanos - expiresNanos >= 0;
    }
  }

  /** The one that came back last is the last. Guarded by this. */
  private final List<Idle> idle = new ArrayList<>(1);

  /**
   * A connection comes back in a state to be used again.
   *
   * @param keepAliveNanos for how long it may be kept; {@link Long#MAX_VALUE} for ever
   */
  public synchronized void add(Object route, long nowNanos, long keepAliveNanos) {
    if (idle.size() >= MOST) {
      idle.remove(0);
    }
    long longest = Long.MAX_VALUE / 2; // so that times can be subtracted
    idle.add(new Idle(route, nowNanos, nowNanos + Math.min(keepAliveNanos, longest)));
  }

  /** A request takes the one that came back last, if there is any; what has expired it drops. */
  public synchronized void take(Object route, long nowNanos) {
    for (int i = idle.size() - 1; i >= 0; i--) {
      Idle each = idle.get(i);
      if (each.route.equals(route)) {
        idle.remove(i);
        if (!each.isExpired(nowNanos)) {
          return;
        }
      }
    }
  }

  /**
   * The ones that came back first make room.
   *
   * @param route those of this one; null for all
   */
  public synchronized void limit(@Nullable Object route, int most) {
    int over = count(route) - Math.max(0, most);
    for (Iterator<Idle> all = idle.iterator(); over > 0 && all.hasNext(); ) {
      Idle each = all.next();
      if (route == null || each.route.equals(route)) {
        all.remove();
        over--;
      }
    }
  }

  /** The manager is told to close what has been idle for so long. */
  public synchronized void closeIdle(long nowNanos, long idleNanos) {
    idle.removeIf(each -> nowNanos - each.sinceNanos >= idleNanos);
  }

  /** The manager is told to close what may not be kept any longer. */
  public synchronized void closeExpired(long nowNanos) {
    idle.removeIf(each -> each.isExpired(nowNanos));
  }

  /** The manager is closed. */
  public synchronized void clear() {
    idle.clear();
  }

  /** Whether there is none. */
  public synchronized boolean isEmpty() {
    return idle.isEmpty();
  }

  /**
   * How many there are.
   *
   * @param route of this one; null for all
   */
  public synchronized int count(@Nullable Object route) {
    if (route == null) {
      return idle.size();
    }
    int count = 0;
    for (Idle each : idle) {
      count += each.route.equals(route) ? 1 : 0;
    }
    return count;
  }
}
