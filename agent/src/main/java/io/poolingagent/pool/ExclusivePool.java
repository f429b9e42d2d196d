package io.poolingagent.pool;

import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one {@link SharedPool}, for a library whose own pool cannot be shared. It
 * keeps what is idle and counts what is open; connecting is the library's business. Thread-safe.
 *
 * @param <C> the library's connection with what is known of it
 */
public final class ExclusivePool<C extends ExclusiveConnection> implements NativePool {
  /** How often idle connections are looked at, for what their servers have closed. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Clock clock;
  private final Map<Origin, Line<C>> lines = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Those of one origin; guards them. */
  private static final class Line<C extends ExclusiveConnection> {
    /** The last is the one that was used last. */
    final ArrayDeque<C> idle = new ArrayDeque<>(4);

    int open;

    /** How many of the open ones somebody has who is beyond a soft limit. */
    int beyond;

    /** It was empty and has left its pool. */
    boolean removed;

    void open(C connection, boolean open, boolean overflow) {
      this.open += (open ? 1 : 0) - (connection.open ? 1 : 0);
      this.beyond += (overflow ? 1 : 0) - (connection.beyond ? 1 : 0);
      connection.open = open;
      connection.beyond = overflow;
    }
  }

  /** An empty pool. */
  public ExclusivePool(Clock clock) {
    this.clock = clock;
  }

  /**
   * Takes the idle connection that was used last of those that suit. What turns out to be too old
   * or dead is closed.
   *
   * @param overflow whether the permit is beyond a soft limit
   * @param suits asked with a lock held, so it must be quick
   * @param maxIdleNanos leaves connections alone that have been idle for longer; negative for all
   * @return null if there is none
   */
  public @Nullable C take(
      Destination destination, boolean overflow, Predicate<? super C> suits, long maxIdleNanos) {
    Line<C> line = lines.get(destination.origin());
    if (line == null || maxIdleNanos < 0) {
      return null;
    }
    for (; ; ) {
      long now = clock.nanoTime();
      C found = null;
      synchronized (line) {
        for (Iterator<C> each = line.idle.descendingIterator(); found == null && each.hasNext(); ) {
          C connection = each.next();
          if (now - connection.idleSinceNanos <= maxIdleNanos && suits.test(connection)) {
            each.remove();
            line.open(connection, connection.open, overflow && connection.open);
            found = connection;
          }
        }
      }
      CloseReason reason = found == null ? null : whyClose(found, now, CloseReason.STALE);
      if (found == null) {
        return null;
      }
      if (reason == null) {
        found.takenNanos = now;
        return found;
      }
      close(found, reason);
    }
  }

  /**
   * A connection was opened, or opened again, by whoever has taken or made it.
   *
   * @param overflow whether its permit is beyond a soft limit
   * @param atMostNanos how long it may live if the settings allow more
   */
  public void opened(C connection, boolean overflow, long atMostNanos) {
    connection.expiresNanos =
        clock.nanoTime() + Math.min(atMostNanos, connection.destination().newLifetimeNanos());
    Origin origin = connection.destination().origin();
    for (; ; ) {
      Line<C> line = lines.computeIfAbsent(origin, any -> new Line<C>());
      synchronized (line) {
        if (!line.removed) {
          line.open(connection, true, overflow);
          return;
        }
      }
    }
  }

  /**
   * A connection that somebody has taken is of no more use: closes its socket if it is open, and
   * counts that. Idempotent.
   */
  public void close(C connection, CloseReason reason) {
    if (closeUncounted(connection)) {
      connection.stats().closed(reason);
    }
  }

  /** The same without counting why; answers whether it was open. */
  public boolean closeUncounted(C connection) {
    connection.closeSocket();
    return forget(connection);
  }

  /**
   * A connection that somebody has taken is that one's alone from now on: it stays as it is, and
   * counts no more. Answers whether it was open.
   */
  public boolean forget(C connection) {
    Line<C> line = lines.get(connection.destination().origin());
    if (line == null) {
      return false;
    }
    synchronized (line) {
      boolean wasOpen = connection.open;
      line.open(connection, false, false);
      return wasOpen;
    }
  }

  /**
   * A connection that somebody has taken, open and between two requests, comes back; it becomes
   * idle or is closed. The permit is the caller's to release afterwards.
   *
   * @param overflow whether its permit was beyond a soft limit
   * @param keepAliveNanos for how long it may be used again; the settings and what is known of the
   *     server may allow less
   */
  public void giveBack(C connection, boolean overflow, long keepAliveNanos) {
    long now = clock.nanoTime();
    connection.idleSinceNanos = now;
    connection.keepUntilNanos =
        keepAliveNanos > Long.MAX_VALUE / 4 ? now + Long.MAX_VALUE / 4 : now + keepAliveNanos;
    Line<C> line = lines.get(connection.destination().origin());
    CloseReason reason = whyNotIdle(connection, overflow, now);
    if (line == null || reason != null) {
      close(connection, reason == null ? CloseReason.ERROR : reason);
      return;
    }
    synchronized (line) {
      if (!connection.open) {
        return; // closed meanwhile, by another thread than its user's
      }
      if (line.idle.size() < connection.destination().limits().maxIdlePerHost()
          || connection.stats().pending() > 0) { // else the next request is waiting for this one
        line.idle.addLast(connection);
        reason = closed ? CloseReason.POOL_CLOSED : null; // closed between the two looks
        if (reason != null) {
          line.idle.removeLast();
        }
      } else {
        reason = CloseReason.CAPACITY;
      }
    }
    if (reason != null) {
      close(connection, reason);
    }
  }

  private @Nullable CloseReason whyNotIdle(C connection, boolean overflow, long now) {
    if (overflow) {
      return CloseReason.OVERFLOW;
    }
    if (closed) {
      return CloseReason.POOL_CLOSED;
    }
    if (now - connection.expiresNanos >= 0) {
      return CloseReason.LIFETIME;
    }
    return now - connection.keepUntilNanos >= 0 ? CloseReason.SERVER : null;
  }

  private @Nullable CloseReason whyClose(C connection, long now, CloseReason ifNotQuiet) {
    if (closed) {
      return CloseReason.POOL_CLOSED;
    }
    if (connection.isOrphaned()) {
      return CloseReason.CLIENT_CLOSED;
    }
    if (now - connection.expiresNanos >= 0) {
      return CloseReason.LIFETIME;
    }
    long idleNanos = now - connection.idleSinceNanos;
    if (now - connection.keepUntilNanos >= 0
        || idleNanos >= connection.destination().keepAlive().idleLimitNanos()) {
      return CloseReason.IDLE;
    }
    if (connection.destination().reuse().mayBeSilent(connection.idleSinceNanos)) {
      return CloseReason.STALE;
    }
    Socket socket = connection.tcpSocket();
    if (socket == null || connection.hasUnreadBytes() || !Liveness.quiet(socket)) {
      connection.destination().serverClosedIdle(idleNanos);
      return ifNotQuiet;
    }
    return null;
  }

  @Override
  public int idle(Origin origin) {
    Line<C> line = lines.get(origin);
    if (line == null) {
      return 0;
    }
    synchronized (line) {
      return line.idle.size();
    }
  }

  @Override
  public int open(Origin origin) {
    Line<C> line = lines.get(origin);
    if (line == null) {
      return 0;
    }
    synchronized (line) {
      return line.open - line.beyond;
    }
  }

  @Override
  public int closeIdle(Origin origin, int atMost, CloseReason reason) {
    Line<C> line = lines.get(origin);
    return line == null ? 0 : closeIdle(line, atMost, any -> true, reason);
  }

  /** Closes those idle connections outside of the lock, the longest unused first. */
  private int closeIdle(Line<C> line, int atMost, Predicate<? super C> which, CloseReason reason) {
    List<C> victims = new ArrayList<>();
    synchronized (line) {
      for (Iterator<C> each = line.idle.iterator(); victims.size() < atMost && each.hasNext(); ) {
        C connection = each.next();
        if (which.test(connection)) {
          each.remove();
          victims.add(connection);
        }
      }
    }
    for (C victim : victims) {
      close(victim, reason);
    }
    return victims.size();
  }

  /** Closes the idle connections that nobody may have any more. */
  public int closeIdle(Predicate<? super C> which, CloseReason reason) {
    int count = 0;
    for (Line<C> line : lines.values()) {
      count += closeIdle(line, Integer.MAX_VALUE, which, reason);
    }
    return count;
  }

  @Override
  public long evict(long nowNanos) {
    boolean any = false;
    for (Map.Entry<Origin, Line<C>> each : lines.entrySet()) {
      Line<C> line = each.getValue();
      evict(line, nowNanos);
      synchronized (line) {
        line.removed = line.open == 0;
        if (line.removed) {
          lines.remove(each.getKey(), line);
        }
        any |= !line.removed;
      }
    }
    return any ? LOOK_NANOS : -1;
  }

  private void evict(Line<C> line, long now) {
    List<C> victims = new ArrayList<>();
    List<CloseReason> reasons = new ArrayList<>();
    synchronized (line) {
      for (Iterator<C> each = line.idle.iterator(); each.hasNext(); ) {
        C connection = each.next();
        CloseReason reason = whyClose(connection, now, CloseReason.SERVER);
        if (reason != null) {
          each.remove();
          victims.add(connection);
          reasons.add(reason);
        }
      }
    }
    for (int i = 0; i < victims.size(); i++) {
      close(victims.get(i), reasons.get(i));
    }
  }

  @Override
  public void close() {
    closed = true;
    closeIdle(any -> true, CloseReason.POOL_CLOSED);
  }
}
