package io.poolingagent.client.jdk;

import io.poolingagent.pool.PoolKey;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which kinds of client were seen before. Sharing starts with the second client of a
 * kind: the one client that an application keeps stays the JDK's own, and a kind that never comes
 * back, such as one with an executor of its own, never makes a pool. Bounded: each kind has one
 * place, where another may overwrite it. Thread-safe, without locks.
 */
final class Sightings {
  private static final int PLACES = 1024;

  private final AtomicReferenceArray<@Nullable PoolKey> places = new AtomicReferenceArray<>(PLACES);
  private volatile @Nullable PoolKey latest;

  /** Whether a client with this key was seen before; from now on it was. */
  boolean seenBefore(PoolKey key) {
    int hash = key.hashCode();
    int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    PoolKey known = places.get(place);
    if (known != null && known.equals(key)) {
      return true;
    }
    places.set(place, key.weak());
    return false;
  }

  /**
   * The few parts by which a new kind of client differs from the one seen last; for "would pool but
   * for".
   */
  List<String> differencesToLatest(PoolKey key) {
    PoolKey last = latest;
    latest = key.weak();
    return last == null ? Collections.emptyList() : last.differences(key);
  }
}
