package io.poolingagent.pool;

/**
 * The right to occupy one connection to a destination, from {@link Destination#acquire} until
 * {@link #release()}. Thread-safe.
 *
 * <p>In order: {@link #connecting()} if a new connection is about to be opened, {@link
 * #connected(boolean)} once the request holds one, {@link #release()} when it is idle again or
 * closed. Each may be left out, but then a hard limit is kept less exactly ({@code connecting}) or
 * less generously ({@code connected}).
 */
public final class Permit {

  Permit() {}

  /**
   * Whether it was granted beyond a soft limit: the connection must not be pooled, but closed after
   * use.
   */
  public boolean overflow() {
    return false;
  }

  /**
   * The request found no idle connection that it may use and is about to open a new one. If idle
   * ones of its own pool are in the way of a hard limit, they are closed now. Call it without a
   * lock of the library held.
   */
  public void connecting() {}

  /**
   * The request holds a connection, and {@link NativePool#open} counts it.
   *
   * @param reused whether it was idle before, or is new
   */
  @SuppressWarnings("unused")
  public void connected(boolean reused) {}

  /**
   * Gives the right back. Call it after the connection became idle or was closed, so that {@link
   * NativePool} tells it so. May be called with a lock of the library held: no {@link NativePool}
   * is called from here. Idempotent.
   */
  public void release() {}

  /**
   * Ties this right to an object: when the application drops it without closing it, the right is
   * released, counted as {@link CloseReason#LEAKED}, and {@code onLeak} runs on a thread of the
   * agent. Costs nothing for permits that never call this.
   *
   * @param owner the client or response that holds the connection
   * @param onLeak closes the connection; must not refer to the owner
   */
  @SuppressWarnings("unused")
  public void ownedBy(Object owner, Runnable onLeak) {}
}
