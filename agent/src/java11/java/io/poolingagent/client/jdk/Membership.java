package io.poolingagent.client.jdk;

import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.SharedPool;

/** The pool that a client's requests use, and why. Immutable. */
final class Membership {
  /** The client's, with the way that its last request took. */
  final Configuration way;

  final SharedPool pool;

  /** What the pool authenticates with and trusts. */
  private final PoolKey tls;

  Membership(Configuration way, SharedPool pool, PoolKey tls) {
    this.way = way;
    this.pool = pool;
    this.tls = tls;
  }

  /**
   * Whether a request may use the pool.
   *
   * @param way the one that it takes
   * @param tls what its client's TLS context comes to now
   */
  boolean holds(Configuration way, PoolKey tls) {
    return way == this.way && !((Lanes) pool.engine()).isClosed() && tls.equals(this.tls);
  }
}
