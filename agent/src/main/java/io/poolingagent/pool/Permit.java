package io.poolingagent.pool;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The right to occupy one connection to a destination, from {@link Destination#acquire} until
 * {@link #release()}. Thread-safe.
 *
 * <p>In order: {@link #connecting()} before a new connection is opened, {@link #connected(boolean)}
 * once the request holds one, {@link #release()} when it is idle again or closed. A request whose
 * connection was closed may go on, with the same permit, on another one: {@code connecting} and
 * {@code connected} again. A hard limit is exact only if {@code connecting} is called.
 */
public final class Permit {

  private static final AtomicIntegerFieldUpdater<Permit> PHASE =
      AtomicIntegerFieldUpdater.newUpdater(Permit.class, "phase");

  private static final int GRANTED = 0;
  private static final int CONNECTING = 1;
  private static final int CONNECTED = 2;
  private static final int RELEASED = 3;

  private final Gate gate;
  private final Share share;
  private final boolean overflow;
  private final long grantedNanos;
  private volatile int phase = GRANTED;
  private volatile @Nullable Lease lease;
  private @Nullable StackTraceElement asker;

  Permit(Gate gate, Share share, boolean overflow) {
    this.gate = gate;
    this.share = share;
    this.overflow = overflow;
    this.grantedNanos = gate.clock().nanoTime();
  }

  /**
   * Whether it was granted beyond a soft limit: the connection must not be pooled, but closed after
   * use.
   */
  public boolean overflow() {
    return overflow;
  }

  void askedBy(@Nullable StackTraceElement code) {
    asker = code;
  }

  /** When it was granted, as {@link Clock#nanoTime()} tells it. */
  public long grantedNanos() {
    return grantedNanos;
  }

  /**
   * The request found no idle connection that it may use and is about to open a new one. If idle
   * ones of its own pool stand in the way of a hard limit, they are closed now. Call it without a
   * lock of the library held.
   */
  public void connecting() {
    int before = PHASE.getAndUpdate(this, p -> p == RELEASED ? p : CONNECTING);
    if ((before == GRANTED || before == CONNECTED) && !overflow) {
      gate.connecting(share);
    }
  }

  /**
   * The request holds a connection, and {@link NativePool#open} counts it.
   *
   * @param reused whether it was idle before, or is new
   */
  public void connected(boolean reused) {
    int before = PHASE.getAndUpdate(this, p -> p == RELEASED ? p : CONNECTED);
    if (!overflow && (before == CONNECTING || (before == GRANTED && !reused))) {
      gate.connected(share, before == CONNECTING);
    }
  }

  /**
   * Gives the right back. Call it after the connection became idle or was closed, so that {@link
   * NativePool} tells it so. May be called with a lock of the library held: no {@link NativePool}
   * is called from here. Idempotent.
   */
  public void release() {
    release(gate.clock().nanoTime());
  }

  /**
   * The same for who knows what time it is: to ask costs more than all the rest.
   *
   * @param now as {@link Clock#nanoTime()} tells it
   */
  public void release(long now) {
    int before = PHASE.getAndSet(this, RELEASED);
    if (before == RELEASED) {
      return;
    }
    Lease lease = this.lease;
    if (lease != null) {
      lease.end();
    }
    share.stats.used(now - grantedNanos, now);
    if (!overflow && before != CONNECTED) {
      gate.connected(
          share, before == CONNECTING); // a connection may have been opened that nobody told of
    }
    gate.release(share, overflow);
  }

  /**
   * Ties this right to an object: when the application drops that without closing it, a connection
   * is counted as {@link CloseReason#LEAKED}, {@code onLeak} runs on some thread that holds no
   * locks, and the right is released. Costs nothing for permits that never call this.
   *
   * @param owner the client or response that holds the connection
   * @param onLeak closes the connection, without counting it again; must not refer to the owner, or
   *     that is never collected
   */
  public void ownedBy(Object owner, Runnable onLeak) {
    SharedPool pool = share.pool();
    if (pool == null || lease != null) {
      return;
    }
    Lease lease = new Lease(owner, this, pool, gate, onLeak);
    pool.leases.add(lease);
    this.lease = lease;
    if (phase == RELEASED) {
      lease.end();
    }
  }

  /**
   * The application has dropped what held the connection, as the library itself has noticed: tells
   * which code that was. To be released afterwards.
   */
  public void leaked() {
    gate.leaks.leaked(share.stats.client(), asker);
  }

  void leaked(Runnable onLeak) {
    if (phase == RELEASED) {
      return;
    }
    leaked();
    share.stats.closed(CloseReason.LEAKED, 1);
    try {
      onLeak.run();
    } catch (RuntimeException | Error e) {
      gate.failed(e);
    } finally {
      release();
    }
  }
}
