package io.poolingagent.client.okhttp3;

import io.poolingagent.audit.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The pools that an application made itself. One that it keeps is its own business: it is given to
 * several clients, or still used after a while. Some applications and SDKs make one for each
 * client, and a client for each request; such a pool keeps nothing for anybody, and its clients
 * share like others, among those that say the same of idle connections. Thread-safe.
 */
final class ExplicitPools {
  /**
   * How many that say the same are left alone first: an application may well keep a few clients,
   * each with a pool, one for each service that it calls.
   */
  static final int LEFT_ALONE = 10;

  /**
   * How many that say the same are left alone where each is used before the next one is made, and
   * not after: so do applications that make a client for each request, one request at a time.
   */
  static final int LEFT_ALONE_IN_TURN = 2;

  /** What was made for a request is not used for longer than that. */
  static final long REQUEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** An application that says so many different things is not looked at any further. */
  private static final int MOST_KINDS = 100;

  /** Pools whose makers say the same of idle connections. */
  private static final class Kind {
    final IdleLimits limits;
    int pools;
    boolean kept;
    @Nullable Pool latest;

    /** How many of the latest were made when the one before had been used, and none since. */
    int inTurn;

    Kind(IdleLimits limits) {
      this.limits = limits;
    }
  }

  private static final class Pool {
    final Kind kind;
    final boolean early;
    final long sinceNanos;
    boolean givenAgain;
    boolean used;

    Pool(Kind kind, boolean early, long sinceNanos) {
      this.kind = kind;
      this.early = early;
      this.sinceNanos = sinceNanos;
    }

    void use() {
      used = true;
      if (kind.latest != this) {
        kind.inTurn = 0;
      }
    }

    boolean isShared() {
      return !early && !givenAgain && !kind.kept;
    }
  }

  /** By OkHttp's own pool object, which is compared by identity. Guarded by this. */
  private final Map<Object, Pool> pools = new WeakHashMap<>();

  private final Map<IdleLimits, Kind> kinds = new HashMap<>();

  private volatile boolean empty = true;

  /**
   * A pool is given to a builder.
   *
   * @param limits what it says of idle connections
   * @param watched whether the application listens to what happens in it
   * @param callsSeen whether calls were told to {@link #whyNotCall} until now: if not, the one
   *     before may have been used
   */
  synchronized void given(
      Object pool, IdleLimits limits, boolean watched, boolean callsSeen, long nowNanos) {
    empty = false;
    Pool known = pools.get(pool);
    if (known != null) {
      known.givenAgain = true;
      known.kind.inTurn = 0;
      return;
    }
    Kind kind = kinds.get(limits);
    if (kind == null) {
      kind = new Kind(limits);
      if (kinds.size() < MOST_KINDS) {
        kinds.put(limits, kind);
      }
    }
    kind.inTurn =
        kind.latest != null && (kind.latest.used || !callsSeen) && !kind.latest.givenAgain
            ? kind.inTurn + 1
            : 0;
    if (kind.inTurn >= LEFT_ALONE_IN_TURN) {
      kind.pools = Math.max(kind.pools, LEFT_ALONE); // so are those made when many are at work
    }
    boolean early = watched || limits.maxIdle == 0;
    if (!early && kind.pools < LEFT_ALONE) {
      kind.pools++;
      early = true;
    }
    kind.latest = new Pool(kind, early, nowNanos);
    pools.put(pool, kind.latest);
  }

  /** Whether the application made it. */
  boolean contains(Object pool) {
    if (empty) {
      return false;
    }
    synchronized (this) {
      return pools.containsKey(pool);
    }
  }

  /** A client with this pool is made: why it is left alone; null if it is not. */
  @Nullable Reason whyNot(Object pool, long nowNanos) {
    return whyNot(pool, false, nowNanos);
  }

  /** A client with this pool makes a call: why that is left alone; null if it is not. */
  @Nullable Reason whyNotCall(Object pool, long nowNanos) {
    return whyNot(pool, true, nowNanos);
  }

  private @Nullable Reason whyNot(Object pool, boolean call, long nowNanos) {
    if (empty) {
      return null;
    }
    synchronized (this) {
      Pool known = pools.get(pool);
      if (known == null) {
        return null;
      }
      if (call) {
        known.use();
      }
      if (nowNanos - known.sinceNanos >= REQUEST_NANOS) {
        known.kind.kept = true;
      }
      return known.isShared()
          ? null
          : known.kind.limits.maxIdle == 0 ? Reason.EXPLICIT_OPT_OUT : Reason.EXPLICIT_POOL;
    }
  }

  /** What those who share with this pool's clients are to say of idle connections, too. */
  IdleLimits limits(Object pool) {
    if (empty) {
      return IdleLimits.NONE;
    }
    synchronized (this) {
      Pool known = pools.get(pool);
      return known != null && known.isShared() ? known.kind.limits : IdleLimits.NONE;
    }
  }
}
