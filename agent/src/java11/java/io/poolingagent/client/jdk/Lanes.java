package io.poolingagent.client.jdk;

import io.poolingagent.pool.Clock;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.NativePool;
import io.poolingagent.pool.Origin;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What interchangeable clients share: one {@link Lane} as a rule, and as many more as HTTP/2 needs.
 * Thread-safe; choosing a lane takes no lock but a route's.
 */
final class Lanes implements NativePool {
  private static final int MOST_ORIGINS = 1000;

  /**
   * On one HTTP/2 connection at a time; most servers allow as many. Fewer are learned from the
   * first refusal.
   */
  private static final int MOST_STREAMS = 100;

  private final Configuration configuration;
  private final Clock clock;
  private final boolean sharesHttp2;

  private final ReentrantLock growing = new ReentrantLock();
  private volatile Lane[] lanes = new Lane[0];
  private volatile boolean closed;

  /** How long a lane without requests is kept: as long as its connections may be. */
  private volatile long keepAliveNanos;

  private final OpenConnections connections = new OpenConnections();
  private final ConcurrentHashMap<Origin, Route.Protocol> protocols = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Origin, ConcurrentLinkedDeque<Target.Waiting>> waiting =
      new ConcurrentHashMap<>();

  /**
   * @param sharesHttp2 whether several requests may share an HTTP/2 connection of this JDK's, see
   *     {@link Internals#GRACEFUL_GOAWAY}
   */
  Lanes(Configuration configuration, Clock clock, boolean sharesHttp2) {
    this.configuration = configuration;
    this.clock = clock;
    this.sharesHttp2 = sharesHttp2;
  }

  Configuration configuration() {
    return configuration;
  }

  /**
   * A stream of an HTTP/2 connection that is in use, and so needs no permit; null if there is none.
   */
  @Nullable Route join(Origin origin, boolean mayStayUnread) {
    if (!sharesHttp2 || protocols.get(origin) != Route.Protocol.HTTP_2) {
      return null;
    }
    for (Lane lane : lanes) {
      Route route = lane.routeIfAny(origin);
      if (route != null && !lane.isExpired(clock.nanoTime()) && route.join(mayStayUnread)) {
        return route;
      }
    }
    return null;
  }

  /**
   * A place for a request that holds a permit.
   *
   * @param mayUseHttp2 whether the request and its client allow HTTP/2
   * @return null if there is none, so that the request must go over a client of its own
   */
  @Nullable Route take(Destination destination, boolean mayUseHttp2, boolean mayStayUnread) {
    Route.Protocol expected =
        mayUseHttp2
            ? protocols.getOrDefault(destination.origin(), Route.Protocol.UNKNOWN)
            : Route.Protocol.HTTP_1;
    if (!sharesHttp2 && expected == Route.Protocol.HTTP_2) {
      return null;
    }
    // Most origins turn out to speak HTTP/2, and then more lanes were in vain; but a hard limit
    // holds from the first request on.
    boolean single =
        !sharesHttp2 && expected == Route.Protocol.UNKNOWN && !destination.limits().hard();
    for (; ; ) {
      Lane[] seen = lanes;
      Route route = take(seen, destination, expected, mayStayUnread);
      if (route != null) {
        return route;
      }
      if (closed || (single && seen.length > 0 && !seen[seen.length - 1].isRetired())) {
        return null;
      }
      grow(seen, destination);
    }
  }

  private @Nullable Route take(
      Lane[] from, Destination destination, Route.Protocol expected, boolean mayStayUnread) {
    long now = clock.nanoTime();
    for (Lane lane : from) {
      if (lane.isExpired(now)) {
        retire(lane);
        continue;
      }
      Route route =
          expected == Route.Protocol.HTTP_1
              ? lane.http1Route()
              : lane.route(destination.origin(), expected, sharesHttp2 ? MOST_STREAMS : 1);
      if (route.take(mayStayUnread, now, destination.keepAlive().idleLimitNanos())) {
        return route;
      }
    }
    return null;
  }

  /** Adds a lane, unless another thread did so since {@code seen}. */
  private void grow(Lane[] seen, Destination destination) {
    growing.lock();
    try {
      if (lanes != seen || closed) {
        return;
      }
      long now = clock.nanoTime();
      keepAliveNanos = Math.max(keepAliveNanos, destination.limits().keepAliveNanos());
      Lane lane = Lane.open(configuration, now, now + destination.newLifetimeNanos());
      Lane[] more = new Lane[seen.length + 1];
      System.arraycopy(seen, 0, more, 0, seen.length);
      more[seen.length] = lane;
      lanes = more;
    } finally {
      growing.unlock();
    }
  }

  private void retire(Lane lane) {
    growing.lock();
    try {
      remove(lane);
    } finally {
      growing.unlock();
    }
    lane.retire();
  }

  private void remove(Lane lane) {
    Lane[] now = lanes;
    for (int i = 0; i < now.length; i++) {
      if (now[i] == lane) {
        Lane[] fewer = new Lane[now.length - 1];
        System.arraycopy(now, 0, fewer, 0, i);
        System.arraycopy(now, i + 1, fewer, i, fewer.length - i);
        lanes = fewer;
        return;
      }
    }
  }

  /** The lane cannot be used any more: its selector thread is gone. */
  void evict(Lane lane) {
    retire(lane);
  }

  /** The server at this origin answered over this protocol. */
  void speaks(Origin origin, Route.Protocol protocol) {
    if (protocols.get(origin) != protocol) {
      if (protocols.size() >= MOST_ORIGINS) {
        protocols.clear();
      }
      protocols.put(origin, protocol);
    }
  }

  /** This request waits; it is told when there is an HTTP/2 connection that it could join. */
  void await(Origin origin, Target.Waiting request) {
    waiting.computeIfAbsent(origin, o -> new ConcurrentLinkedDeque<>()).addLast(request);
    roomFor(origin);
  }

  /** A stream came free, or a connection turned out to speak HTTP/2. */
  void roomFor(Origin origin) {
    ConcurrentLinkedDeque<Target.Waiting> queue = waiting.isEmpty() ? null : waiting.get(origin);
    if (queue == null) {
      return;
    }
    for (Target.Waiting first = queue.pollFirst(); first != null; first = queue.pollFirst()) {
      if (!first.tryJoin()) {
        queue.addFirst(first);
        return;
      }
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** How many lanes there are now. */
  int size() {
    return lanes.length;
  }

  OpenConnections connections() {
    return connections;
  }

  @Override
  public int idle(Origin origin) {
    return connections.idle(origin);
  }

  @Override
  public int open(Origin origin) {
    return connections.open(origin);
  }

  @Override
  public int closeIdle(Origin origin, int atMost, CloseReason reason) {
    return connections.closeIdle(origin, atMost, reason, clock.nanoTime());
  }

  @Override
  public long evict(long now) {
    long shortest = connections.evict(now);
    long keep = keepAliveNanos;
    for (Lane lane : lanes) {
      long idle = lane.idleNanos(now);
      if (lane.isExpired(now)) {
        retire(lane);
      } else if (idle >= keep && lane.retireIfIdle()) {
        retire(lane);
      } else {
        shortest = Math.min(shortest, Math.max(1_000_000_000L, keep - Math.max(0, idle)));
      }
    }
    return shortest == Long.MAX_VALUE ? -1 : shortest;
  }

  @Override
  public void close() {
    closed = true;
    growing.lock();
    Lane[] all;
    try {
      all = lanes;
      lanes = new Lane[0];
    } finally {
      growing.unlock();
    }
    for (Lane lane : all) {
      lane.retire();
    }
  }

  Clock clock() {
    return clock;
  }
}
