package io.poolingagent.pool;

/**
 * What interchangeable clients share: one {@link PoolKey} and the library's own pool behind it.
 * Thread-safe.
 */
public final class SharedPool {

  private final PoolKey key;
  private final NativePool engine;
  private volatile long lastUsedNanos;

  SharedPool(PoolKey key, NativePool engine, long nowNanos) {
    this.key = key;
    this.engine = engine;
    this.lastUsedNanos = nowNanos;
  }

  /** The key; holds the application's objects weakly. */
  public PoolKey key() {
    return key;
  }

  /** The library's own pool. */
  public NativePool engine() {
    return engine;
  }

  /**
   * A request uses this pool. {@link PoolRegistry#pool} does this itself; for an adapter that keeps
   * a pool at hand.
   *
   * @param nowNanos the time, as {@link Clock#nanoTime()} tells it
   */
  public void touch(long nowNanos) {
    lastUsedNanos = nowNanos;
  }

  long lastUsedNanos() {
    return lastUsedNanos;
  }

  @Override
  public String toString() {
    return key.toString();
  }
}
