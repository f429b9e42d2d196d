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

  /**
   * Beyond so many, those unused for longest leave; if none is unused, new ones are not kept: each
   * request then has a limit of its own.
   */
  static final int MOST = 4096;

  /** To find who is unused for longest means to look at all, so not for each new one. */
  private static final int LEAVE_AT_ONCE = MOST / 16;

  private static final long LOOK_WHEN_FULL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * How long a destination without connections is remembered, with what was learned and counted.
   * One whose limits were set at run time is remembered for good, or the limits would be lost.
   */
  static final long UNUSED_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** How often connections that closed by themselves are noticed when nobody waits for one. */
  static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Clock clock;
  private final Function<Origin, Limits> limits;
  private final DoubleSupplier jitter;
  private final Gate gate;
  private final ConcurrentHashMap<Origin, Destination> destinations = new ConcurrentHashMap<>();
  private long nextSweep;
  private volatile long nextLookWhenFull;

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
    this.clock = clock;
    this.limits = limits;
    this.jitter = jitter;
    this.gate = new Gate(clock, executor);
    this.nextLookWhenFull = clock.nanoTime();
    this.nextSweep = nextLookWhenFull + SWEEP_NANOS;
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
    if (destinations.size() >= MOST && !makeRoom()) {
      return made;
    }
    Destination earlier = destinations.putIfAbsent(origin, made);
    return earlier != null ? earlier : made;
  }

  /** Looks at most once a second in vain. */
  private boolean makeRoom() {
    long now = clock.nanoTime();
    if (nextLookWhenFull - now > 0) {
      return false;
    }
    boolean made = gate.leaveLongestUnused(destinations, LEAVE_AT_ONCE);
    if (!made) {
      nextLookWhenFull = now + LOOK_WHEN_FULL_NANOS;
    }
    return made;
  }

  /** The destinations at this moment, in no order. */
  public Collection<Destination> all() {
    return new ArrayList<>(destinations.values());
  }

  /** The settings changed: every destination gets the limits that they say now. */
  public void reloadLimits() {
    for (Destination destination : destinations.values()) {
      destination.limits(limits.apply(destination.origin()), false);
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
    gate.upkeep().look(now);
    if (nextSweep - now <= 0) {
      nextSweep = now + SWEEP_NANOS;
      gate.upkeep().sweep(now);
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
