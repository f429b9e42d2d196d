package io.poolingagent.pool;

import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of all destinations, so that a server never sees more of them than a hard
 * limit allows.
 *
 * <p><b>The count.</b> Each pool has a {@link Share} of a destination, and the sum of what the
 * shares reserve is kept within the limits. A pool has at most {@code max(open connections,
 * requests that hold or are about to take one)} sockets, so that is what it must have reserved. A
 * reservation outlives the request, because the connection stays open when it becomes idle. It is
 * taken back when somebody else needs it: one idle connection of that pool is closed, the pool is
 * asked how many it has open, and the reservation lowered to that.
 *
 * <p><b>Locks.</b> One lock for all destinations, because a limit of the whole JVM ties them
 * together; it is not taken while the limits are not reached. No {@link NativePool} is called and
 * no future completed with the lock held. A permit may be released with a lock of the library held,
 * so then no NativePool is called at all: what needs one goes to the executor. So the only order
 * is: library's lock, then this lock.
 *
 * <p><b>No wake-up is lost.</b> A waiter first raises {@link #attention} and then looks for room; a
 * release first makes room and then looks at {@code attention}. One of the two sees the other.
 */
final class Gate {

  /**
   * How often a waiting request looks whether it was cancelled, and the gate for room that nobody
   * told it about.
   */
  static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Clock clock;
  final ReferenceQueue<Object> leaked = new ReferenceQueue<>();
  final Leaks leaks = new Leaks();

  final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock:
  final Reservations reservations = new Reservations();
  final WaitingLine line = new WaitingLine();

  /** Somebody waits, or has more than the limits allow: a release must look at the queue. */
  private volatile boolean attention;

  private final Admission admission;
  private final Upkeep upkeep;

  private volatile Runnable onAttention = () -> {};
  private volatile Consumer<Throwable> onError = e -> {};

  Gate(Clock clock, Executor executor) {
    this.clock = clock;
    this.admission = new Admission(this, executor);
    this.upkeep = new Upkeep(this, admission);
  }

  /** Looks after what nobody tells of. */
  Upkeep upkeep() {
    return upkeep;
  }

  /**
   * @param action wakes whoever calls {@link Upkeep#look}
   */
  void onAttention(Runnable action) {
    onAttention = action;
  }

  /**
   * @param action is told what an adapter threw where it must not
   */
  void onError(Consumer<Throwable> action) {
    onError = action;
  }

  void failed(Throwable e) {
    onError.accept(e);
  }

  Clock clock() {
    return clock;
  }

  boolean attention() {
    return attention;
  }

  /** Asks for {@link Upkeep#look} soon. */
  void callForAttention() {
    onAttention.run();
  }

  /** After a change of who waits, or of what is reserved. Under the lock. */
  void refreshFlags(Destination destination) {
    destination.contended = !destination.waiters.isEmpty() || reservations.exceeds(destination);
    attention = !line.isEmpty() || reservations.anyExceeded();
  }

  // ---- acquire

  /** The way of nearly every request. */
  @Nullable Permit tryAcquire(Share share) {
    if (share.destination.contended || !share.take()) {
      return null;
    }
    if (share.destination.contended) {
      // What it took may have been reserved meanwhile for a connection beyond the limits.
      release(share, false);
      return null;
    }
    return new Permit(this, share, false);
  }

  /** Grants if there is room or room can be made; never waits. Called without any lock. */
  @Nullable Permit acquireNow(Share wanted) {
    Set<Share> tried = new HashSet<>();
    for (int attempt = 0; attempt < 3; attempt++) {
      Snapshot reclaim;
      lock.lock();
      try {
        Share share = reservations.current(wanted);
        if (share.destination.waiters.isEmpty() && reservations.grant(share)) {
          return new Permit(this, share, false);
        }
        reclaim = reservations.reclaimFor(share.destination, tried);
      } finally {
        lock.unlock();
      }
      if (reclaim == null) {
        return null;
      }
      admission.settle(reclaim, tried);
    }
    return null;
  }

  Permit overflow(Share share) {
    reservations.overflowBegins(share.destination);
    share.stats.overflowBegins();
    return new Permit(this, share, true);
  }

  /**
   * Queues a request. Called without any lock.
   *
   * @return null if too many are waiting already
   */
  @Nullable Waiter enqueue(Share wanted, boolean async) {
    Destination destination = wanted.destination;
    Limits limits = destination.limits();
    Waiter waiter;
    boolean first;
    lock.lock();
    try {
      if (destination.waiters.size() >= limits.maxPending()) {
        return null;
      }
      Share share = reservations.current(wanted);
      waiter = new Waiter(this, share, async, clock.nanoTime(), limits.acquireTimeoutNanos());
      line.join(waiter);
      first = !attention;
      refreshFlags(destination);
    } finally {
      lock.unlock();
    }
    admission.pump();
    if (first) {
      callForAttention();
    }
    return waiter;
  }

  /** Whether the waiter was still in the queue. */
  boolean remove(Waiter waiter) {
    Destination destination = waiter.share.destination;
    lock.lock();
    try {
      if (!line.leave(waiter)) {
        return false;
      }
      refreshFlags(destination);
    } finally {
      lock.unlock();
    }
    // The next in line may want something that is there. Not here: cancel() may come with a lock.
    admission.schedulePump();
    return true;
  }

  // ---- what a permit tells

  /** A new connection is about to be opened. Called without the library's locks. */
  void connecting(Share share) {
    lock.lock();
    try {
      share.opened++;
      share.connecting++;
      share.events++;
    } finally {
      lock.unlock();
    }
    SharedPool pool = share.pool();
    if (pool == null || !share.destination.limits().hard()) {
      return;
    }
    Origin origin = share.destination.origin();
    for (int attempt = 0; attempt < 3; attempt++) {
      long open = pool.engine().open(origin);
      long missing;
      lock.lock();
      try {
        missing = open + share.connecting - share.reserved();
        while (missing > 0
            && share.destination.waiters.isEmpty()
            && reservations.hasRoom(share.destination)) {
          reservations.reserve(share, false);
          missing--;
        }
      } finally {
        lock.unlock();
      }
      if (missing <= 0) {
        return;
      }
      // The request found none of the idle ones good enough for it, so they are the ones to go.
      int unused = pool.engine().closeIdle(origin, (int) missing, CloseReason.CAPACITY);
    }
  }

  /**
   * @param announced whether {@link #connecting} was called before
   */
  void connected(Share share, boolean announced) {
    lock.lock();
    try {
      if (announced) {
        share.connecting--;
      } else {
        share.opened++;
      }
      share.events++;
    } finally {
      lock.unlock();
    }
    if (attention) {
      // While nobody knew whether the pool counts the connection already, it was counted twice.
      admission.handOn(share);
    }
  }

  /** Gives a permit back. May be called with the library's locks held. */
  void release(Share share, boolean overflowed) {
    if (overflowed) {
      reservations.overflowEnds(share.destination);
      share.stats.overflowEnds();
    } else {
      share.giveBack();
    }
    if (attention) {
      admission.handOn(share);
    }
  }

  // ---- who takes part

  /**
   * The share of a pool, made if there is none yet.
   *
   * @return null if the destination has left
   */
  @Nullable Share share(SharedPool pool, Destination destination) {
    lock.lock();
    try {
      if (destination.left) {
        return null;
      }
      Share known = pool.share(destination);
      return known != null ? known : reservations.add(new Share(pool, destination), pool);
    } finally {
      lock.unlock();
    }
  }

  /** Removes a destination if nothing of it is in use; it never has a share again. */
  void leave(Destination destination, Map<Origin, Destination> from) {
    lock.lock();
    try {
      if (destination.mayLeave()) {
        destination.left = true;
        from.remove(destination.origin(), destination);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The same for those of which nothing has been in use for longest.
   *
   * @return whether there was any
   */
  boolean leaveLongestUnused(Map<Origin, Destination> from, int atMost) {
    long now = clock.nanoTime();
    lock.lock();
    try {
      List<Destination> unused = new ArrayList<>();
      for (Destination destination : from.values()) {
        if (destination.mayLeave()) {
          unused.add(destination);
        }
      }
      unused.sort(Comparator.comparingLong(each -> each.unusedSinceNanos - now));
      for (Destination destination : unused.subList(0, Math.min(atMost, unused.size()))) {
        leave(destination, from);
      }
      return !unused.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The shares of a destination at this moment. */
  List<Share> shares(Destination destination) {
    lock.lock();
    try {
      return new ArrayList<>(destination.shares);
    } finally {
      lock.unlock();
    }
  }

  /** Releases what was dropped by the application without being closed. Called without any lock. */
  void reclaimLeaked() {
    for (Object next = leaked.poll(); next != null; next = leaked.poll()) {
      ((Lease) next).leaked();
    }
  }
}
