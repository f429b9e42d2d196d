package io.poolingagent.pool;

import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What interchangeable clients share: one {@link PoolKey} and the library's own pool behind it.
 * Thread-safe.
 */
public final class SharedPool {

  /** As finely as it matters: all threads read this for each request, none should write it. */
  private static final long FINE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final PoolKey key;
  private final NativePool engine;
  private final ConcurrentHashMap<Destination, Share> shares = new ConcurrentHashMap<>();
  final Set<Lease> leases = ConcurrentHashMap.newKeySet();
  private volatile long lastUsedNanos;
  private final AtomicBoolean seen = new AtomicBoolean();
  private volatile @Nullable WeakReference<Object> firstUser;
  private volatile boolean usedBySeveral;
  private volatile boolean retired;

  SharedPool(PoolKey key, NativePool engine, long nowNanos) {
    this.key = key;
    this.engine = engine;
    this.lastUsedNanos = nowNanos;
  }

  /** The key; holds the application's objects weakly. */
  public PoolKey key() {
    return key;
  }

  /** The library's own pool. */
  public NativePool engine() {
    return engine;
  }

  /**
   * A request uses this pool. {@link PoolRegistry#pool} does this itself; for an adapter that keeps
   * a pool at hand.
   *
   * @param nowNanos the time, as {@link Clock#nanoTime()} tells it
   */
  public void touch(long nowNanos) {
    if (nowNanos - lastUsedNanos > FINE_NANOS) {
      lastUsedNanos = nowNanos;
    }
  }

  /**
   * Whether it has left its registry: an adapter that keeps it at hand asks the registry for
   * another one.
   */
  public boolean retired() {
    return retired;
  }

  /** Whether a client with this configuration was created, and {@link #firstSighting} asked. */
  public boolean seen() {
    return seen.get();
  }

  /**
   * A client with this configuration is created. Answers true for the first: it may be the one that
   * an application keeps, so an adapter may leave it alone and begin to share with the second.
   */
  public boolean firstSighting() {
    return !seen.get() && seen.compareAndSet(false, true);
  }

  /**
   * A client uses this pool.
   *
   * @param client the same for each use of one client's; held weakly
   */
  public void usedBy(Object client) {
    if (usedBySeveral || isFirstUser(client)) {
      return;
    }
    synchronized (this) {
      if (firstUser == null) {
        firstUser = new WeakReference<>(client);
      } else {
        usedBySeveral = !isFirstUser(client);
      }
    }
  }

  private boolean isFirstUser(Object client) {
    WeakReference<Object> first = firstUser;
    return first != null && first.get() == client;
  }

  /**
   * Whether one client only has ever used this pool, and hardly another will: its key refers to
   * certain objects.
   */
  boolean isOfOneClient() {
    return !usedBySeveral && firstUser != null && key.isOfCertainObjects();
  }

  /** The same for this one. */
  boolean isOnlyOf(Object client) {
    return isFirstUser(client) && isOfOneClient();
  }

  /** How many connections are open, to all destinations; idle or not. */
  public int open() {
    int open = 0;
    for (Destination destination : shares.keySet()) {
      open += engine.open(destination.origin());
    }
    return open;
  }

  /** Whether any connection is open. */
  boolean hasOpen() {
    for (Destination destination : shares.keySet()) {
      if (engine.open(destination.origin()) > 0) {
        return true;
      }
    }
    return false;
  }

  /** How many connections wait for a request, to all destinations. */
  public int idle() {
    int idle = 0;
    for (Destination destination : shares.keySet()) {
      idle += engine.idle(destination.origin());
    }
    return idle;
  }

  /**
   * Closes all its idle connections. Must not be called with a library's lock held.
   *
   * @return how many were closed
   */
  public int evictIdle() {
    return closeIdle(CloseReason.POOL_CLOSED);
  }

  int closeIdle(CloseReason reason) {
    int closed = 0;
    for (Destination destination : shares.keySet()) {
      closed += engine.closeIdle(destination.origin(), Integer.MAX_VALUE, reason);
    }
    return closed;
  }

  /** The destinations it has connections to, or had a short while ago. */
  Collection<Destination> destinations() {
    return shares.keySet();
  }

  @Nullable Share share(Destination destination) {
    return shares.get(destination);
  }

  void remember(Share share) {
    shares.put(share.destination, share);
  }

  void forget(Share share) {
    shares.remove(share.destination, share);
  }

  long lastUsedNanos() {
    return lastUsedNanos;
  }

  void retire() {
    retired = true;
    engine.close();
  }

  @Override
  public String toString() {
    return key.toString();
  }
}
