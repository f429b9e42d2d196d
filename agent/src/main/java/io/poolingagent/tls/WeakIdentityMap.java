package io.poolingagent.tls;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A map by identity that forgets collected keys. Values must not refer to their keys. Thread-safe;
 * reads take no lock.
 */
final class WeakIdentityMap<V> {
  private final ConcurrentHashMap<Object, V> entries = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

  @Nullable V get(Object key) {
    return entries.get(new Probe(key));
  }

  void put(Object key, V value) {
    for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
      entries.remove(gone);
    }
    entries.put(new Kept(key, collected), value);
  }

  int size() {
    return entries.size();
  }

  /** Asks for an entry without making one. */
  private static final class Probe {
    final Object object;

    Probe(Object object) {
      this.object = object;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Kept && ((Kept) other).get() == object;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }
  }

  private static final class Kept extends WeakReference<Object> {
    private final int hash;

    Kept(Object object, ReferenceQueue<Object> queue) {
      super(object, queue);
      this.hash = System.identityHashCode(object);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      if (this == other) {
        return true;
      }
      Object object = get();
      return object != null && other instanceof Kept && ((Kept) other).get() == object;
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
