package io.poolingagent.client.okhttp3;

import io.poolingagent.pool.Origin;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one shared pool, idle or not, by where they lead: what is asked about one
 * origin, for each request, costs the same however many others there are. Thread-safe.
 */
final class PooledConnections {
  private final Set<PooledConnection> all = ConcurrentHashMap.newKeySet();

  /** Never an empty set. Changed one at a time for each origin. */
  private final Map<Origin, Set<PooledConnection>> byOrigin = new ConcurrentHashMap<>();

  /** Those of all pools, by OkHttp's object: a hook finds the connection it is told of there. */
  private final Map<Object, PooledConnection> directory;

  /** The HTTP/2 connection that was taken last: the next call will probably join it. */
  private volatile @Nullable PooledConnection latest;

  PooledConnections(Map<Object, PooledConnection> directory) {
    this.directory = directory;
  }

  void add(PooledConnection connection) {
    all.add(connection);
    byOrigin.compute(
        connection.origin,
        (origin, known) -> {
          Set<PooledConnection> there = known == null ? ConcurrentHashMap.newKeySet(4) : known;
          there.add(connection);
          return there;
        });
    directory.put(connection.connection, connection);
  }

  void remove(PooledConnection connection) {
    all.remove(connection);
    byOrigin.computeIfPresent(
        connection.origin,
        (origin, there) -> {
          there.remove(connection);
          return there.isEmpty() ? null : there;
        });
    directory.remove(connection.connection);
    if (latest == connection) {
      latest = null;
    }
  }

  /** A call has taken an HTTP/2 connection. */
  void joined(PooledConnection connection) {
    if (latest != connection) {
      latest = connection;
    }
  }

  /**
   * The HTTP/2 connection that a call will probably find and join, for it carries other calls of
   * its client and nobody else's; null if there is none.
   *
   * @param own the pool that the call would use without the agent
   */
  @Nullable PooledConnection joinable(HttpUrl url, Object own) {
    PooledConnection connection = latest;
    return connection != null
            && connection.owner == own
            && !connection.closed
            && Eligibility.sameOrigin(connection.connection, url)
        ? connection
        : null;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  Iterable<PooledConnection> all() {
    return all;
  }

  private Collection<PooledConnection> to(Origin origin) {
    Set<PooledConnection> there = byOrigin.get(origin);
    return there == null ? Collections.emptySet() : there;
  }

  /** How many wait for a request. */
  int idle(Origin origin) {
    int idle = 0;
    for (PooledConnection connection : to(origin)) {
      if (!connection.busy) {
        idle++;
      }
    }
    return idle;
  }

  /** Whether as many as that wait for a request; mostly there are not even so many. */
  boolean idle(Origin origin, int atLeast) {
    return to(origin).size() >= atLeast && idle(origin) >= atLeast;
  }

  /** How many are open, but for those that somebody has beyond a soft limit. */
  int open(Origin origin) {
    int open = 0;
    for (PooledConnection connection : to(origin)) {
      if (!connection.beyond) {
        open++;
      }
    }
    return open;
  }

  /** Those that wait for a request, the least recently used first. */
  List<PooledConnection> leastRecentlyUsed(Origin origin, long nowNanos) {
    List<Map.Entry<Long, PooledConnection>> idle = new ArrayList<>();
    for (PooledConnection connection : to(origin)) {
      if (!connection.busy) {
        // By what it is now: it may change while they are sorted.
        idle.add(new SimpleImmutableEntry<>(connection.idleSinceNanos - nowNanos, connection));
      }
    }
    idle.sort(Map.Entry.comparingByKey());
    List<PooledConnection> sorted = new ArrayList<>(idle.size());
    for (Map.Entry<Long, PooledConnection> entry : idle) {
      sorted.add(entry.getValue());
    }
    return sorted;
  }
}
