package io.poolingagent.pool;

import java.util.function.IntSupplier;

/**
 * The root of the domain, one per agent: knows all registries (weakly) and all destinations, and
 * looks after them on one daemon thread that exists only while there is something to look after.
 * Thread-safe.
 */
public final class Pools {

  private final Clock clock;
  private final Destinations destinations;

  /**
   * @param maxPools how many pools one registry may hold; read at each miss, so it may change
   */
  @SuppressWarnings("unused")
  public Pools(Clock clock, Destinations destinations, IntSupplier maxPools) {
    this.clock = clock;
    this.destinations = destinations;
  }

  /** The destinations of all pools. */
  public Destinations destinations() {
    return destinations;
  }

  /** A registry for an adapter, which must hold it strongly: here it is held weakly. */
  public PoolRegistry newRegistry() {
    return new PoolRegistry(clock);
  }
}
