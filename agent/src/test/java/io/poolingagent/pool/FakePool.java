package io.poolingagent.pool;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * A library's pool, as the domain sees it: every call takes the library's lock, and connections
 * count only once established.
 */
class FakePool implements NativePool {

  private final FakeServer server;
  private final Map<Origin, Integer> idle = new HashMap<>();
  private final Map<Origin, Integer> open = new HashMap<>();
  private final Map<CloseReason, Integer> closedFor = new EnumMap<>(CloseReason.class);
  private boolean closed;
  long nextEvict = -1;
  int evictions;

  FakePool(FakeServer server) {
    this.server = server;
  }

  /** What a library does between {@code acquire} and having a connection. */
  void connect(Permit permit, Origin origin, boolean wantsFresh) {
    if (!wantsFresh && takeIdle(origin)) {
      permit.connected(true);
      return;
    }
    permit.connecting();
    server.accept(origin);
    if (!permit.overflow()) {
      synchronized (this) {
        open.merge(origin, 1, Integer::sum);
      }
    }
    permit.connected(false);
  }

  private synchronized boolean takeIdle(Origin origin) {
    if (idle(origin) == 0) {
      return false;
    }
    idle.merge(origin, -1, Integer::sum);
    return true;
  }

  /**
   * The request ends; libraries differ in whether they still hold their lock when the agent hears
   * of it.
   */
  void finish(Permit permit, Origin origin, boolean keep, boolean lockHeld) {
    if (!lockHeld) {
      giveBack(permit, origin, keep);
      permit.release();
      return;
    }
    synchronized (this) {
      giveBack(permit, origin, keep);
      permit.release();
    }
  }

  /** The server ends a connection that a request has, which goes on with another one. */
  synchronized void closedInUse(Origin origin) {
    server.closed(origin);
    open.merge(origin, -1, Integer::sum);
  }

  private synchronized void giveBack(Permit permit, Origin origin, boolean keep) {
    if (permit.overflow()) {
      server.closed(origin);
    } else if (keep && !closed) {
      idle.merge(origin, 1, Integer::sum);
    } else {
      server.closed(origin);
      open.merge(origin, -1, Integer::sum);
    }
  }

  @Override
  public synchronized int idle(Origin origin) {
    return idle.getOrDefault(origin, 0);
  }

  @Override
  public synchronized int open(Origin origin) {
    return open.getOrDefault(origin, 0);
  }

  @Override
  public synchronized int closeIdle(Origin origin, int atMost, CloseReason reason) {
    int count = Math.min(atMost, idle(origin));
    for (int i = 0; i < count; i++) {
      server.closed(origin);
    }
    idle.merge(origin, -count, Integer::sum);
    open.merge(origin, -count, Integer::sum);
    closedFor.merge(reason, count, Integer::sum);
    return count;
  }

  @Override
  public synchronized long evict(long nowNanos) {
    evictions++;
    return nextEvict;
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (Origin origin : idle.keySet().toArray(new Origin[0])) {
      closeIdle(origin, Integer.MAX_VALUE, CloseReason.POOL_CLOSED);
    }
  }

  synchronized int closedFor(CloseReason reason) {
    return closedFor.getOrDefault(reason, 0);
  }

  synchronized boolean isClosed() {
    return closed;
  }
}
