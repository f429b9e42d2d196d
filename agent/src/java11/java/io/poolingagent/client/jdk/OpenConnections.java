package io.poolingagent.client.jdk;

import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The sockets of all lanes of a pool, by origin. Thread-safe. */
final class OpenConnections {
  private final ConcurrentHashMap<Origin, Set<Connection>> byOrigin = new ConcurrentHashMap<>();

  void opened(Connection connection) {
    byOrigin.compute(
        connection.destination.origin(),
        (origin, known) -> {
          Set<Connection> all = known == null ? ConcurrentHashMap.newKeySet() : known;
          all.add(connection);
          return all;
        });
  }

  void closed(Connection connection) {
    byOrigin.computeIfPresent(
        connection.destination.origin(),
        (origin, all) -> {
          all.remove(connection);
          return all.isEmpty() ? null : all;
        });
  }

  int open(Origin origin) {
    return at(origin).size();
  }

  int idle(Origin origin) {
    int idle = 0;
    for (Connection connection : at(origin)) {
      if (connection.isIdle()) {
        idle++;
      }
    }
    return idle;
  }

  /** Whether more are idle than may be. */
  boolean idleBeyond(Destination destination) {
    int most = destination.limits().maxIdlePerHost();
    return at(destination.origin()).size() > most && idle(destination.origin()) > most;
  }

  private Set<Connection> at(Origin origin) {
    return byOrigin.getOrDefault(origin, Set.of());
  }

  /** Closes idle ones, the least recently used first; answers how many. */
  int closeIdle(Origin origin, int atMost, CloseReason reason, long now) {
    List<Connection> candidates = new ArrayList<>(at(origin));
    candidates.removeIf(connection -> !connection.isIdle());
    candidates.sort(Comparator.comparingLong(connection -> -connection.idleNanos(now)));
    int closed = 0;
    for (Connection connection : candidates) {
      if (closed < atMost && connection.closeIfIdle(reason)) {
        closed++;
      }
    }
    return closed;
  }

  /**
   * Closes the HTTP/1.1 ones that have been idle or have lived too long. Those of HTTP/2 end with
   * their lane.
   *
   * @return nanoseconds until the next one is due; {@link Long#MAX_VALUE} if there is none
   */
  long evict(long now) {
    long next = Long.MAX_VALUE;
    for (Set<Connection> all : byOrigin.values()) {
      for (Connection connection : all) {
        if (connection.isHttp2() || !connection.isIdle()) {
          continue;
        }
        long idleLeft =
            connection.destination.keepAlive().idleLimitNanos() - connection.idleNanos(now);
        long left = Math.min(idleLeft, connection.expiresAt - now);
        if (left > 0) {
          next = Math.min(next, left);
        } else {
          boolean unused =
              connection.closeIfIdle(
                  now - connection.expiresAt >= 0 ? CloseReason.LIFETIME : CloseReason.IDLE);
        }
      }
    }
    return next;
  }
}
