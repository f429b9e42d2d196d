package io.poolingagent.pool;

import java.lang.ref.PhantomReference;

/**
 * A permit that is tied to an object of the application. Kept by its {@link SharedPool}, so that it
 * goes with the library's class loader: kept by the core, {@code onLeak} would hold that class
 * loader for as long as the owner is reachable from it.
 */
final class Lease extends PhantomReference<Object> {

  private final Permit permit;
  private final SharedPool pool;
  private final Runnable onLeak;

  Lease(Object owner, Permit permit, SharedPool pool, Gate gate, Runnable onLeak) {
    super(owner, gate.leaked);
    this.permit = permit;
    this.pool = pool;
    this.onLeak = onLeak;
  }

  /** Not cleared: that is a call into the JVM, and what is in no set any more is never queued. */
  void end() {
    pool.leases.remove(this);
  }

  void leaked() {
    pool.leases.remove(this);
    permit.leaked(onLeak);
  }
}
