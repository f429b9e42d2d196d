package io.poolingagent.pool;

/**
 * What a share was when somebody set out to ask its pool how many connections are open: the pool is
 * asked without the lock, and what happened meanwhile counts. Immutable; made under {@link
 * Gate#lock}.
 */
final class Snapshot {
  final Share share;
  final int reserved;
  final long events;
  private final long opened;
  private final int connecting;

  private Snapshot(Share share) {
    this.share = share;
    this.reserved = share.reserved();
    this.opened = share.opened;
    this.connecting = share.connecting;
    this.events = share.events;
  }

  static Snapshot of(Share share) {
    return new Snapshot(share);
  }

  /**
   * The most connections there can be now. Those that were announced since then may not have been
   * counted by the pool. Under {@link Gate#lock}.
   *
   * @param counted by the pool, after this was made
   */
  long atMostOpen(long counted) {
    return counted + connecting + (share.opened - opened);
  }

  /** Whether all that was reserved is open or about to be. */
  boolean isUsedUp(long counted) {
    return counted + connecting >= reserved;
  }
}
