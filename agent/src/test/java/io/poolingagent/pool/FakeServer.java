package io.poolingagent.pool;

import java.util.HashMap;
import java.util.Map;

/** Counts the sockets that it has open, and remembers the most there ever were. */
final class FakeServer {

  private final Map<Origin, Integer> open = new HashMap<>();
  private final Map<Origin, Integer> most = new HashMap<>();
  private int openInAll;
  private int mostInAll;
  private int accepted;

  synchronized void accept(Origin origin) {
    int now = open.merge(origin, 1, Integer::sum);
    most.merge(origin, now, Math::max);
    mostInAll = Math.max(mostInAll, ++openInAll);
    accepted++;
  }

  synchronized void closed(Origin origin) {
    if (open.merge(origin, -1, Integer::sum) < 0) {
      throw new AssertionError("more sockets closed than opened");
    }
    openInAll--;
  }

  synchronized int open(Origin origin) {
    return open.getOrDefault(origin, 0);
  }

  synchronized int most(Origin origin) {
    return most.getOrDefault(origin, 0);
  }

  synchronized int mostInAll() {
    return mostInAll;
  }

  synchronized int accepted() {
    return accepted;
  }
}
