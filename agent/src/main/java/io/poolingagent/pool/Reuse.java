package io.poolingagent.pool;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What came of using connections to one destination more than once. Where a used connection dies
 * under a request before any byte of an answer, nobody can tell whether the server acted on the
 * request: what must not be done twice fails, as it would not have on a fresh connection. A server
 * that does so once may be restarting, and one that does so again does so always; so such requests
 * take fresh connections for a while, and for longer each time. Thread-safe.
 */
public final class Reuse {
  static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(10);
  static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** What happens within this time is one event: a restart ends many connections. */
  static final long ONE_EVENT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Where the request was going that this thread has seen die. */
  private static final ThreadLocal<@Nullable Reuse> DIED = new ThreadLocal<>();

  private final Clock clock;
  private volatile @Nullable Distrust distrust;

  /** One object, so that reading takes no lock. */
  private static final class Distrust {
    final long sinceNanos;
    final long lengthNanos;

    Distrust(long sinceNanos, long lengthNanos) {
      this.sinceNanos = sinceNanos;
      this.lengthNanos = lengthNanos;
    }
  }

  Reuse(Clock clock) {
    this.clock = clock;
  }

  /** A used connection died under a request before any byte of an answer. */
  public void died() {
    DIED.set(this);
    diedElsewhere();
  }

  /** The same, told by another thread than the request's. */
  public synchronized void diedElsewhere() {
    long now = clock.nanoTime();
    Distrust before = distrust;
    if (before == null || now - before.sinceNanos >= 2 * before.lengthNanos) {
      distrust = new Distrust(now, FIRST_NANOS);
    } else if (now - before.sinceNanos >= ONE_EVENT_NANOS) {
      distrust = new Distrust(now, Math.min(2 * before.lengthNanos, LONGEST_NANOS));
    }
  }

  /** Whether a request that must not be done twice may use a connection that was used before. */
  public boolean isTrusted() {
    Distrust known = distrust;
    return known == null || clock.nanoTime() - known.sinceNanos >= known.lengthNanos;
  }

  /**
   * Whether the last request on this thread died so: this one may be the library's second try, of
   * which there may be no third, so it must not meet another connection of that kind. Asking takes
   * note of it.
   */
  public boolean isSecondTry() {
    if (distrust == null || DIED.get() != this) {
      return false;
    }
    DIED.remove();
    return true;
  }
}
