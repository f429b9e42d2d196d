package io.poolingagent.it.adversarial;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What servers did for the requests of one application, each of which has a name. Thread-safe. */
public final class Ledger {

  private final Map<String, Integer> posts = new ConcurrentHashMap<>();
  private final Set<String> again = ConcurrentHashMap.newKeySet();
  private final Set<String> againAfterReuse = ConcurrentHashMap.newKeySet();
  private final Set<String> metSilence = ConcurrentHashMap.newKeySet();

  /** A request was done; it was this number of its connection, counted from 1. */
  public void executed(String method, String name, int numberOfConnection) {
    if (!method.equals("POST")) {
      return;
    }
    Integer before = posts.putIfAbsent(name, numberOfConnection);
    if (before != null) {
      again.add(name);
      if (before > 1) {
        againAfterReuse.add(name);
      }
    }
  }

  /** A request arrived on a used connection that had gone silent before. */
  void metSilence(String name) {
    metSilence.add(name);
  }

  /** Whether it did. */
  boolean hasMetSilence(String name) {
    return metSilence.contains(name);
  }

  /** Whether this POST was done. */
  public boolean wasExecuted(String post) {
    return posts.containsKey(post);
  }

  /** The POSTs that were done twice, the first time on a fresh connection or on any. */
  public Set<String> executedTwice() {
    return again;
  }

  /** The POSTs that were done twice, the first time on a connection that had been used before. */
  public Set<String> executedTwiceAfterReuse() {
    return againAfterReuse;
  }
}
