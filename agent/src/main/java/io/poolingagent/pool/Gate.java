package io.poolingagent.pool;

import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
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
  private final Executor executor;
  final ReferenceQueue<Object> leaked = new ReferenceQueue<>();
  final Leaks leaks = new Leaks();

  final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock:
  private final Set<Destination> destinations = new LinkedHashSet<>();
  private final Set<Destination> waiting = new LinkedHashSet<>();
  private final Set<Destination> overLimit = new LinkedHashSet<>();
  private int reserved;
  private long tickets;

  private final AtomicInteger overflow = new AtomicInteger();

  /** Somebody waits, or has more than the limits allow: a release must look at the queue. */
  private volatile boolean attention;

  private volatile Runnable onAttention = () -> {};
  private volatile Consumer<Throwable> onError = e -> {};

  Gate(Clock clock, Executor executor) {
    this.clock = clock;
    this.executor = executor;
  }

  /**
   * @param action wakes whoever calls {@link #look}
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
      Reclaim reclaim;
      lock.lock();
      try {
        Share share = current(wanted);
        if (share.destination.waiters.isEmpty() && grant(share)) {
          return new Permit(this, share, false);
        }
        reclaim = reclaimFor(share.destination, tried);
      } finally {
        lock.unlock();
      }
      if (reclaim == null) {
        return null;
      }
      settle(reclaim, tried);
    }
    return null;
  }

  Permit overflow(Share share) {
    share.destination.overflow.incrementAndGet();
    overflow.incrementAndGet();
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
      Share share = current(wanted);
      waiter = new Waiter(this, share, async, clock.nanoTime(), limits.acquireTimeoutNanos());
      waiter.ticket = tickets++;
      destination.waiters.add(waiter);
      share.stats.pending(1);
      waiting.add(destination);
      first = !attention;
      refreshFlags(destination);
    } finally {
      lock.unlock();
    }
    pump();
    if (first) {
      onAttention.run();
    }
    return waiter;
  }

  /** Blocks until the waiter has its permit. */
  Permit await(Waiter waiter, BooleanSupplier cancelled)
      throws AcquireTimeoutException, InterruptedException {
    for (; ; ) {
      long left = waiter.deadline - clock.nanoTime();
      try {
        if (left > 0 && !cancelled.getAsBoolean()) {
          return waiter.get(Math.min(left, LOOK_AGAIN_NANOS), TimeUnit.NANOSECONDS);
        }
        if (!remove(waiter)) {
          return waiter.get(); // it has been decided at this very moment
        }
        if (left > 0) {
          throw new CancellationException("cancelled while waiting for a connection");
        }
        throw timedOut(waiter);
      } catch (TimeoutException e) {
        continue;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof AcquireTimeoutException) {
          throw (AcquireTimeoutException) e.getCause();
        }
        throw new IllegalStateException(e);
      } catch (InterruptedException | RuntimeException | Error e) {
        abandon(waiter);
        throw e;
      }
    }
  }

  /** Takes a waiter out of the queue, or gives back what it was granted in this moment. */
  private void abandon(Waiter waiter) {
    if (!remove(waiter) && !waiter.cancel(false)) {
      try {
        waiter.join().release();
      } catch (CompletionException | CancellationException e) {
        // nothing was granted
      }
    }
  }

  /** Whether the waiter was still in the queue. */
  boolean remove(Waiter waiter) {
    Destination destination = waiter.share.destination;
    lock.lock();
    try {
      if (!dequeue(waiter)) {
        return false;
      }
      refreshFlags(destination);
    } finally {
      lock.unlock();
    }
    // The next in line may want something that is there. Not here: cancel() may come with a lock.
    schedulePump();
    return true;
  }

  AcquireTimeoutException timedOut(Waiter waiter) {
    waiter.share.stats.acquireTimedOut();
    Destination destination = waiter.share.destination;
    return new AcquireTimeoutException(
        "no connection to "
            + destination
            + " became free within "
            + TimeUnit.NANOSECONDS.toMillis(waiter.deadline - waiter.since)
            + " ms ("
            + destination.limits()
            + ")");
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
        while (missing > 0 && share.destination.waiters.isEmpty() && hasRoom(share.destination)) {
          reserve(share, false);
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
      handOn(share);
    }
  }

  /** Gives a permit back. May be called with the library's locks held. */
  void release(Share share, boolean overflowed) {
    if (overflowed) {
      share.destination.overflow.decrementAndGet();
      overflow.decrementAndGet();
      share.stats.overflowEnds();
    } else {
      share.giveBack();
    }
    if (attention) {
      handOn(share);
    }
  }

  private void handOn(Share share) {
    Set<Share> tried = new HashSet<>();
    List<Runnable> granted = new ArrayList<>(1);
    Reclaim reclaim;
    lock.lock();
    try {
      share.events++;
      reclaim = serve(granted, tried);
    } finally {
      lock.unlock();
    }
    granted.forEach(Runnable::run);
    if (reclaim != null) {
      try {
        executor.execute(
            () -> {
              settle(reclaim, tried);
              pump(tried);
            });
      } catch (RuntimeException | Error e) {
        reclaim.share.giveBack(); // no thread to be had: look() tries again
      }
    }
  }

  // ---- the queue

  /**
   * Serves the queue as far as possible, closing idle connections where they are in the way. Called
   * without any lock.
   */
  void pump() {
    pump(new HashSet<>());
  }

  /**
   * @param tried from whom nothing could be taken back, with no news since then
   */
  private void pump(Set<Share> tried) {
    for (; ; ) {
      List<Runnable> granted = new ArrayList<>(1);
      Reclaim reclaim;
      lock.lock();
      try {
        reclaim = serve(granted, tried);
      } finally {
        lock.unlock();
      }
      granted.forEach(Runnable::run);
      if (reclaim == null) {
        return;
      }
      settle(reclaim, tried);
    }
  }

  private void schedulePump() {
    if (attention) {
      try {
        executor.execute(this::pump);
      } catch (RuntimeException | Error e) {
        onAttention.run();
      }
    }
  }

  /**
   * Grants to the waiters in the order of their arrival. Under the lock.
   *
   * @param granted tells them; to be run without the lock
   * @return what must be taken back before the oldest unserved waiter can be served; null if
   *     nothing can be done
   */
  private @Nullable Reclaim serve(List<Runnable> granted, Set<Share> tried) {
    Set<Destination> stuck = new HashSet<>();
    for (Waiter next = oldest(stuck); next != null; next = oldest(stuck)) {
      Share share = current(next.share); // sweep() may have dropped it as unused meanwhile
      Destination destination = share.destination;
      boolean room = grant(share);
      if (room || !destination.limits().hard()) {
        dequeue(next);
        refreshFlags(destination);
        Permit permit = room ? new Permit(this, share, false) : overflow(share);
        granted.add(delivery(next, permit));
        continue;
      }
      Reclaim reclaim = reclaimFor(destination, tried);
      if (reclaim != null) {
        return reclaim;
      }
      stuck.add(destination);
    }
    for (Iterator<Destination> each = overLimit.iterator(); each.hasNext(); ) {
      Destination destination = each.next();
      if (!isOverLimit(destination)) {
        each.remove();
        refreshFlags(destination);
        continue;
      }
      Reclaim reclaim = reclaimFor(destination, tried);
      if (reclaim != null) {
        return reclaim;
      }
    }
    return null;
  }

  /** The oldest of the first waiters of the destinations: within a destination nobody overtakes. */
  private @Nullable Waiter oldest(Set<Destination> except) {
    Waiter oldest = null;
    for (Destination destination : waiting) {
      if (!except.contains(destination)) {
        Waiter first = destination.waiters.iterator().next();
        if (oldest == null || first.ticket < oldest.ticket) {
          oldest = first;
        }
      }
    }
    return oldest;
  }

  private Runnable delivery(Waiter waiter, Permit permit) {
    Runnable complete =
        () -> {
          waiter.share.stats.acquireWaited(permit.grantedNanos() - waiter.since);
          if (!waiter.complete(permit)) {
            permit.release(); // cancelled, or completed by somebody else
          }
        };
    return () -> tell(waiter, complete);
  }

  private void tell(Waiter waiter, Runnable outcome) {
    if (!waiter.async) {
      outcome.run(); // wakes a thread, runs nothing
      return;
    }
    // What depends on the future is code of others, and the releasing thread may hold their locks.
    try {
      executor.execute(outcome);
    } catch (RuntimeException | Error e) {
      outcome.run(); // no thread to be had: better here than never
    }
  }

  private boolean dequeue(Waiter waiter) {
    Destination destination = waiter.share.destination;
    if (!destination.waiters.remove(waiter)) {
      return false;
    }
    waiter.share.stats.pending(-1);
    if (destination.waiters.isEmpty()) {
      waiting.remove(destination);
    }
    return true;
  }

  private boolean grant(Share share) {
    if (overLimit.contains(share.destination) && isOverLimit(share.destination)) {
      return false;
    }
    if (share.take()) {
      return true;
    }
    if (!hasRoom(share.destination)) {
      return false;
    }
    reserve(share, true);
    return true;
  }

  private void reserve(Share share, boolean take) {
    share.reserve(take);
    share.destination.reserved++;
    reserved++;
  }

  private boolean hasRoom(Destination destination) {
    Limits limits = destination.limits();
    // Connections beyond a soft limit are in no share; they end soon, but count until then.
    int here = destination.reserved + (limits.hard() ? destination.overflow.get() : 0);
    int all = reserved + (limits.hard() ? overflow.get() : 0);
    return here < limits.maxConnectionsPerHost() && all < limits.maxConnections();
  }

  private boolean isOverLimit(Destination destination) {
    Limits limits = destination.limits();
    return destination.reserved > limits.maxConnectionsPerHost()
        || reserved > limits.maxConnections();
  }

  private void refreshFlags(Destination destination) {
    destination.contended = !destination.waiters.isEmpty() || overLimit.contains(destination);
    attention = !waiting.isEmpty() || !overLimit.isEmpty();
  }

  // ---- taking back

  /**
   * A reservation that is being taken back. Holds one of it meanwhile, so that nobody else takes
   * it.
   */
  private static final class Reclaim {
    final Share share;
    final int reserved;
    final long opened;
    final int connecting;
    final long events;

    Reclaim(Share share) {
      this.share = share;
      this.reserved = share.reserved();
      this.opened = share.opened;
      this.connecting = share.connecting;
      this.events = share.events;
    }
  }

  /** Picks whose reservation makes room at this destination. Under the lock. */
  private @Nullable Reclaim reclaimFor(Destination destination, Set<Share> tried) {
    Limits limits = destination.limits();
    boolean hereIsFull = destination.reserved >= limits.maxConnectionsPerHost();
    boolean allIsFull = reserved >= limits.maxConnections();
    Share victim = null;
    if (hereIsFull) {
      victim = mostIdle(destination.shares, null, tried);
    } else if (allIsFull) {
      for (Destination other : destinations) {
        victim = mostIdle(other.shares, victim, tried);
      }
    }
    return victim != null && victim.take() ? new Reclaim(victim) : null;
  }

  private static @Nullable Share mostIdle(
      Collection<Share> shares, @Nullable Share best, Set<Share> tried) {
    Share most = best;
    for (Share share : shares) {
      if (share.hasExcess()
          && !tried.contains(share)
          && (most == null || excess(share) > excess(most))) {
        most = share;
      }
    }
    return most;
  }

  private static int excess(Share share) {
    return share.reserved() - share.held();
  }

  /**
   * Closes one idle connection if need be, and lowers the reservation to what is open. Called
   * without any lock.
   */
  private void settle(Reclaim reclaim, Set<Share> tried) {
    Share share = reclaim.share;
    long open = 0;
    SharedPool pool = share.pool();
    if (pool != null) {
      try {
        NativePool engine = pool.engine();
        Origin origin = share.destination.origin();
        open = engine.open(origin);
        if (open + reclaim.connecting >= reclaim.reserved) {
          int unused = engine.closeIdle(origin, 1, CloseReason.CAPACITY);
          open = engine.open(origin);
        }
      } catch (RuntimeException | Error e) {
        open = Integer.MAX_VALUE; // unknown, so nothing is free
      }
    }
    lock.lock();
    try {
      // Connections that were announced since then may not have been counted by the pool.
      boolean freed = lower(share, open + reclaim.connecting + (share.opened - reclaim.opened), 1);
      if (!freed && share.events == reclaim.events) {
        tried.add(share);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean lower(Share share, long atMost, int giveBack) {
    int freed = share.lower(atMost, giveBack);
    share.destination.reserved -= freed;
    reserved -= freed;
    return freed > 0;
  }

  // ---- looking after

  /** Other limits are in force. */
  void limitsChanged(Destination destination) {
    List<Reclaim> all = new ArrayList<>();
    lock.lock();
    try {
      destination.shares.forEach(share -> all.add(new Reclaim(share)));
    } finally {
      lock.unlock();
    }
    all.forEach(this::reconcile);
    lock.lock();
    try {
      if (isOverLimit(destination)) {
        overLimit.add(destination);
      }
      refreshFlags(destination);
    } finally {
      lock.unlock();
    }
    pump();
    if (attention) {
      onAttention.run();
    }
  }

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
      return known != null ? known : add(new Share(pool, destination), pool);
    } finally {
      lock.unlock();
    }
  }

  private Share add(Share share, SharedPool pool) {
    share.removed = false;
    pool.remember(share);
    destinations.add(share.destination);
    share.destination.shares.add(share);
    return share;
  }

  /**
   * This share or, if it was dropped as unused while the caller had it at hand, its successor.
   * Under the lock.
   */
  private Share current(Share share) {
    SharedPool pool = share.pool();
    if (!share.removed || pool == null) {
      return share;
    }
    Share successor = pool.share(share.destination);
    return successor != null ? successor : add(share, pool);
  }

  /** Removes a destination if nothing of it is in use; it never has a share again. */
  void leave(Destination destination, Map<Origin, Destination> from) {
    lock.lock();
    try {
      if (destination.shares.isEmpty() && destination.waiters.isEmpty()) {
        destination.left = true;
        from.remove(destination.origin(), destination);
      }
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

  /**
   * Ends waits that are over, and looks for room that nobody told of: a library closes connections
   * on its own, too.
   */
  void look(long now) {
    reclaimLeaked();
    if (!attention) {
      return;
    }
    List<Waiter> expired = new ArrayList<>();
    lock.lock();
    try {
      for (Destination destination : new ArrayList<>(waiting)) {
        for (Waiter waiter : new ArrayList<>(destination.waiters)) {
          if (waiter.deadline - now <= 0) {
            dequeue(waiter);
            expired.add(waiter);
          }
        }
        refreshFlags(destination);
      }
    } finally {
      lock.unlock();
    }
    for (Waiter waiter : expired) {
      AcquireTimeoutException timeout = timedOut(waiter);
      tell(waiter, () -> waiter.completeExceptionally(timeout));
    }
    pump();
  }

  /** Makes reservations fit what is open, and drops what nobody uses. Called without any lock. */
  void sweep(long now) {
    List<Reclaim> all = new ArrayList<>();
    lock.lock();
    try {
      destinations.forEach(destination -> destination.shares.forEach(s -> all.add(new Reclaim(s))));
    } finally {
      lock.unlock();
    }
    all.forEach(this::reconcile);
    lock.lock();
    try {
      for (Iterator<Destination> each = destinations.iterator(); each.hasNext(); ) {
        Destination destination = each.next();
        destination.shares.removeIf(this::isOver);
        if (destination.shares.isEmpty() && destination.waiters.isEmpty()) {
          destination.unusedSinceNanos = now;
          overLimit.remove(destination);
          each.remove();
          refreshFlags(destination);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * More than is reserved may be open if the limits were soft when it was opened, less if the
   * library closed connections on its own.
   */
  private void reconcile(Reclaim seen) {
    Share share = seen.share;
    SharedPool pool = share.pool();
    long open;
    try {
      open = pool == null ? 0 : pool.engine().open(share.destination.origin());
    } catch (RuntimeException | Error e) {
      failed(e);
      return;
    }
    lock.lock();
    try {
      if (open > seen.reserved && share.reserved() == seen.reserved && !share.removed) {
        coverBeyondLimits(share, open);
      } else {
        lower(share, open + seen.connecting + (share.opened - seen.opened), 0);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Reserves for what is open already, though there may be no room for it. Under the lock. */
  private void coverBeyondLimits(Share share, long open) {
    Destination destination = share.destination;
    // First: what is reserved beyond the limits is not to be taken by the next request.
    overLimit.add(destination);
    refreshFlags(destination);
    for (long missing = open - share.reserved(); missing > 0; missing--) {
      reserve(share, false);
    }
    if (!isOverLimit(destination)) {
      overLimit.remove(destination);
      refreshFlags(destination);
    }
  }

  /** Under the lock. */
  private boolean isOver(Share share) {
    SharedPool pool = share.pool();
    if (pool == null) {
      // Its permits went with the library's class loader and are never released.
      share.destination.reserved -= share.reserved();
      reserved -= share.reserved();
    } else if (share.reserved() > 0) {
      return false;
    } else {
      pool.forget(share);
    }
    share.removed = true;
    return true;
  }

  /** Releases what was dropped by the application without being closed. Called without any lock. */
  void reclaimLeaked() {
    for (Object next = leaked.poll(); next != null; next = leaked.poll()) {
      ((Lease) next).leaked();
    }
  }
}
