package io.poolingagent.pool;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What came of using connections to one destination more than once, and what follows for requests
 * that must not be done twice. Thread-safe.
 *
 * <p>Where a used connection dies under a request before any byte of an answer, nobody can tell
 * whether the server acted on the request: what must not be done twice fails, as it would not have
 * on a fresh connection. A server that does so once may be restarting, and one that does so again
 * does so always; so such requests take fresh connections for a while, and for longer each time.
 * After that one at a time tries, so that a server that goes on costs one request and not as many
 * as are under way.
 *
 * <p>Such a request may also cross the end that the server makes of an idle connection, which no
 * look can tell while it is under way. So it keeps well below the shortest idle time after which
 * the server was seen to close.
 *
 * <p>And a connection may be silent for ever: its server has lost power, or something between has
 * forgotten it. Then whatever has been idle since before may be as silent.
 */
public final class Reuse {
  static final long FIRST_NANOS = TimeUnit.MINUTES.toNanos(1);
  static final int GROWTH = 4;
  static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(4);

  /** What happens within this time is one event: a restart ends many connections. */
  static final long ONE_EVENT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How many requests try a used connection, and how far apart, before all do again. */
  static final int TRIALS = 5;

  static final long TRIALS_APART_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** In this time an idle time that was seen once doubles: it may have been a restart. */
  static final long DOUBT_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** Seen as often as this, it doubles in so many times as long. */
  static final int MOST_EVENTS = 40;

  /** A limit that has doubled to this is forgotten. */
  static final long FORGOTTEN_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** No limit is shorter, for it could not double. */
  static final long LEAST_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  /** Where the request was going that this thread has seen die. */
  private static final ThreadLocal<@Nullable Reuse> DIED = new ThreadLocal<>();

  private final Clock clock;
  private volatile @Nullable Distrust distrust;
  private volatile @Nullable Closing shortest;

  /** What was idle by then may be silent. At first as old as no connection is. */
  private volatile long silentNanos;

  /** Requests that must not be done twice take fresh connections for so long. */
  private static final class Distrust {
    final long sinceNanos;
    final long lengthNanos;

    private volatile int trials;
    private long lastTrialNanos; // guarded by this

    Distrust(long sinceNanos, long lengthNanos) {
      this.sinceNanos = sinceNanos;
      this.lengthNanos = lengthNanos;
    }

    boolean isOver(long now) {
      return now - sinceNanos >= lengthNanos;
    }

    boolean isForgotten(long now) {
      return now - sinceNanos >= lengthNanos + LONGEST_NANOS;
    }

    /** Whether a request may try. */
    boolean allows(long now) {
      if (trials >= TRIALS) {
        return true;
      }
      if (!isOver(now)) {
        return false;
      }
      synchronized (this) {
        if (trials > 0 && now - lastTrialNanos < TRIALS_APART_NANOS) {
          return false;
        }
        lastTrialNanos = now;
        trials++;
        return true;
      }
    }
  }

  /** The server closed a connection that was idle for twice the limit. */
  private static final class Closing {
    final long limitNanos;
    final long seenNanos;

    /** How often it was seen. */
    final int events;

    Closing(long limitNanos, long seenNanos, int events) {
      this.limitNanos = Math.max(limitNanos, LEAST_NANOS);
      this.seenNanos = seenNanos;
      this.events = events;
    }

    long now(long now) {
      double doublings = (double) (now - seenNanos) / (DOUBT_NANOS * events);
      return (long) (limitNanos * Math.pow(2, doublings)); // saturates
    }
  }

  Reuse(Clock clock) {
    this.clock = clock;
    this.silentNanos = clock.nanoTime();
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
    if (before == null || before.isForgotten(now)) {
      distrust = new Distrust(now, FIRST_NANOS);
    } else if (before.isOver(now)) {
      distrust = new Distrust(now, Math.min(GROWTH * before.lengthNanos, LONGEST_NANOS));
    } else if (now - before.sinceNanos >= ONE_EVENT_NANOS) {
      distrust = new Distrust(now, before.lengthNanos); // requests that may be repeated still tell
    }
  }

  /** A connection that had been idle for so many nanoseconds was found closed by the server. */
  synchronized void serverClosedIdle(long afterNanos) {
    long now = clock.nanoTime();
    long limit = afterNanos / 2;
    Closing before = shortest;
    long known = before == null ? Long.MAX_VALUE : before.now(now);
    if (before == null || known > FORGOTTEN_NANOS) {
      shortest = new Closing(limit, now, 1);
    } else if (limit / 2 < known) {
      boolean anotherEvent = now - before.seenNanos >= ONE_EVENT_NANOS;
      int events = before.events + (anotherEvent ? 1 : 0);
      shortest = new Closing(Math.min(limit, known), now, Math.min(events, MOST_EVENTS));
    }
  }

  /**
   * For how long a connection may have been idle that is to carry a request which must not be done
   * twice, in nanoseconds; negative for not at all. Ask once for each request, for the answer may
   * be that this one is to try.
   *
   * @param settingNanos the most that the settings allow
   */
  public long maxIdleNanos(long settingNanos) {
    Closing closing = shortest;
    Distrust known = distrust;
    if (closing == null && known == null) {
      return settingNanos;
    }
    long now = clock.nanoTime();
    if (known != null && !known.allows(now)) {
      return -1;
    }
    return closing == null ? settingNanos : Math.min(settingNanos, closing.now(now));
  }

  /**
   * No answer came in time, over a used connection, to a request that was sent then, by {@link
   * Clock#nanoTime()}.
   */
  public synchronized void silent(long sentNanos) {
    if (sentNanos - silentNanos > 0) {
      silentNanos = sentNanos;
    }
  }

  /**
   * Whether a connection may be as silent as another one was: nothing has come over it since that
   * one was last tried.
   */
  public boolean mayBeSilent(long idleSinceNanos) {
    return idleSinceNanos - silentNanos < 0;
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
