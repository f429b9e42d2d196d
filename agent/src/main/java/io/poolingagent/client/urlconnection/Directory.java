package io.poolingagent.client.urlconnection;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What we know of each of the JDK's clients, held weakly: one that the application drops in the
 * middle of an answer is never closed by anybody, its socket goes with it at a garbage collection.
 * Thread-safe, without a lock.
 */
final class Directory {
  private final ConcurrentHashMap<Object, PooledConnection> connections = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

  /** What is known of a client; null if that is none of ours. */
  @Nullable PooledConnection of(@Nullable Object client) {
    return client == null ? null : connections.get(new Probe(client));
  }

  /** A client has connected, or has connected anew. */
  void put(Object client, PooledConnection connection) {
    Entry entry = new Entry(client, collected);
    connection.weakClient = entry;
    connections.remove(entry);
    connections.put(entry, connection);
  }

  /** Finds connections whose socket was closed by the stream above it, unknown to their client. */
  void sweep() throws Throwable {
    for (PooledConnection connection : connections.values()) {
      connection.closedIfSocketIs();
    }
  }

  /** Gives back what collected clients held. */
  void expunge() {
    for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
      PooledConnection connection = connections.remove(gone);
      if (connection != null) {
        connection.leaked();
      }
    }
  }

  /** What an entry is looked for with. */
  private static final class Probe {
    final Object client;

    Probe(Object client) {
      this.client = client;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Entry && ((Entry) other).get() == client;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(client);
    }
  }

  private static final class Entry extends WeakReference<Object> {
    private final int hash;

    Entry(Object client, ReferenceQueue<Object> queue) {
      super(client, queue);
      this.hash = System.identityHashCode(client);
    }

    /** Equal to itself when its client is gone, so that it can still be removed. */
    @Override
    public boolean equals(@Nullable Object other) {
      if (this == other) {
        return true;
      }
      Object client = get();
      return client != null && other instanceof Entry && ((Entry) other).get() == client;
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
