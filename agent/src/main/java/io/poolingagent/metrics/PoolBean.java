package io.poolingagent.metrics;

import io.poolingagent.pool.SharedPool;
import java.lang.ref.WeakReference;

/**
 * Refers to its pool weakly: an MBean server lives for ever, the library's class loader may not.
 */
final class PoolBean implements PoolMXBean {

  private final WeakReference<SharedPool> pool;
  private final String client;
  private final String key;

  PoolBean(SharedPool pool) {
    this.pool = new WeakReference<>(pool);
    this.client = pool.key().client();
    this.key = pool.key().toString();
  }

  @Override
  public String getClient() {
    return client;
  }

  @Override
  public String getKey() {
    return key;
  }

  @Override
  public int getOpen() {
    SharedPool pool = this.pool.get();
    return pool == null ? 0 : pool.open();
  }

  @Override
  public int getIdle() {
    SharedPool pool = this.pool.get();
    return pool == null ? 0 : pool.idle();
  }

  @Override
  public int evictIdle() {
    SharedPool pool = this.pool.get();
    return pool == null ? 0 : pool.evictIdle();
  }
}
