package io.poolingagent.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * The destinations of this JVM, over all client libraries. Thread-safe, bounded; unused ones leave.
 */
public final class Destinations {

  /** Beyond so many, new ones are not kept: each request then has a limit of its own. */
  static final int MOST = 4096;

  /**
   * How long a destination without connections is remembered, with what was learned and counted.
   */
  static final long UNUSED_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** How often connections that closed by themselves are noticed when nobody waits for one. */
  static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Function<Origin, Limits> limits;
  private final DoubleSupplier jitter;
  private final Gate gate;
  private final ConcurrentHashMap<Origin, Destination> destinations = new ConcurrentHashMap<>();
  private long nextSweep;

  /**
   * @param limits the settings of an origin; asked when a destination is made
   * @param jitter evenly spread numbers from 0 to 1, such as {@code
   *     ThreadLocalRandom.current().nextDouble()}; spreads the ends of connections opened together
   */
  public Destinations(Clock clock, Function<Origin, Limits> limits, DoubleSupplier jitter) {
    this(clock, limits, jitter, oneThread());
  }

  /**
   * @param executor runs what must not run on a thread that releases a permit
   */
  Destinations(
      Clock clock, Function<Origin, Limits> limits, DoubleSupplier jitter, Executor executor) {
    this.limits = limits;
    this.jitter = jitter;
    this.gate = new Gate(clock, executor);
    this.nextSweep = clock.nanoTime() + SWEEP_NANOS;
  }

  /** A thread that exists only while requests wait. */
  private static Executor oneThread() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> AgentThread.create("pooling-agent-waiters", task));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** The destination of this origin, made if there is none yet. */
  public Destination of(Origin origin) {
    Destination destination = destinations.get(origin);
    if (destination != null) {
      return destination;
    }
    Destination made = new Destination(origin, limits.apply(origin), this, gate);
    if (destinations.size() >= MOST) {
      return made;
    }
    Destination earlier = destinations.putIfAbsent(origin, made);
    return earlier != null ? earlier : made;
  }

  /** The destinations at this moment, in no order. */
  public Collection<Destination> all() {
    return new ArrayList<>(destinations.values());
  }

  /** The settings changed: every destination gets the limits that they say now. */
  public void reloadLimits() {
    for (Destination destination : destinations.values()) {
      destination.limits(limits.apply(destination.origin()));
    }
  }

  double jitter() {
    return jitter.getAsDouble();
  }

  Gate gate() {
    return gate;
  }

  /**
   * Ends waits that are over, and forgets what is unused. One caller at a time.
   *
   * @return nanoseconds until the next look is due, or -1 if there is nothing to look after
   */
  long evict(long now) {
    gate.look(now);
    if (nextSweep - now <= 0) {
      nextSweep = now + SWEEP_NANOS;
      gate.sweep(now);
      for (Destination destination : destinations.values()) {
        if (now - destination.unusedSinceNanos >= UNUSED_NANOS) {
          gate.leave(destination, destinations);
        }
      }
    }
    if (gate.attention()) {
      return Gate.LOOK_AGAIN_NANOS;
    }
    return destinations.isEmpty() ? -1 : nextSweep - now;
  }
}
