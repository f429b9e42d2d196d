package io.poolingagent.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * The destinations of this JVM, over all client libraries. Thread-safe, bounded; unused ones leave.
 */
public final class Destinations {

  private final Clock clock;
  private final Function<Origin, Limits> limits;
  private final DoubleSupplier jitter;
  private final ConcurrentHashMap<Origin, Destination> destinations = new ConcurrentHashMap<>();

  /**
   * @param limits the settings of an origin; asked when a destination is made
   * @param jitter evenly spread numbers from 0 to 1, such as {@code
   *     ThreadLocalRandom.current().nextDouble()}; spreads the ends of connections opened together
   */
  public Destinations(Clock clock, Function<Origin, Limits> limits, DoubleSupplier jitter) {
    this.clock = clock;
    this.limits = limits;
    this.jitter = jitter;
  }

  /** The destination of this origin, made if there is none yet. */
  public Destination of(Origin origin) {
    Destination destination = destinations.get(origin);
    return destination != null
        ? destination
        : destinations.computeIfAbsent(
            origin, o -> new Destination(o, limits.apply(o), clock, jitter));
  }

  /** The destinations at this moment, in no order. */
  public Collection<Destination> all() {
    return new ArrayList<>(destinations.values());
  }
}
