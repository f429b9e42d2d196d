package io.poolingagent.pool;

import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private final Reservations reservations = new Reservations();
  private final WaitingLine line = new WaitingLine();

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
      settle(reclaim, tried);
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
      if (!line.leave(waiter)) {
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
      handOn(share);
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
      handOn(share);
    }
  }

  private void handOn(Share share) {
    Set<Share> tried = new HashSet<>();
    List<Runnable> granted = new ArrayList<>(1);
    Snapshot reclaim;
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
      Snapshot reclaim;
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
  private @Nullable Snapshot serve(List<Runnable> granted, Set<Share> tried) {
    boolean noneAnywhere = false; // to look for one means to look at all, so once is enough
    PriorityQueue<Waiter> heads = line.heads();
    for (Waiter next = heads.poll(); next != null; next = heads.poll()) {
      // sweep() may have dropped its share as unused meanwhile
      Share share = reservations.current(next.share);
      Destination destination = share.destination;
      boolean room = reservations.grant(share);
      if (room || !destination.limits().hard()) {
        boolean unused = line.leave(next);
        refreshFlags(destination);
        Permit permit = room ? new Permit(this, share, false) : overflow(share);
        granted.add(delivery(next, permit));
        if (!destination.waiters.isEmpty()) {
          heads.add(destination.waiters.iterator().next());
        }
        continue;
      }
      boolean anywhere = reservations.reclaimsFromAll(destination);
      if (anywhere && noneAnywhere) {
        continue;
      }
      Snapshot reclaim = reservations.reclaimFor(destination, tried);
      if (reclaim != null) {
        return reclaim;
      }
      noneAnywhere |= anywhere;
    }
    for (Destination destination : reservations.exceeded()) {
      if (!reservations.stillExceeds(destination)) {
        refreshFlags(destination);
        continue;
      }
      Snapshot reclaim = reservations.reclaimFor(destination, tried);
      if (reclaim != null) {
        return reclaim;
      }
    }
    return null;
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

  private void refreshFlags(Destination destination) {
    destination.contended = !destination.waiters.isEmpty() || reservations.exceeds(destination);
    attention = !line.isEmpty() || reservations.anyExceeded();
  }

  // ---- taking back

  /**
   * Closes one idle connection if need be, and lowers the reservation to what is open. Called
   * without any lock.
   */
  private void settle(Snapshot reclaim, Set<Share> tried) {
    Share share = reclaim.share;
    long open = 0;
    SharedPool pool = share.pool();
    if (pool != null) {
      try {
        NativePool engine = pool.engine();
        Origin origin = share.destination.origin();
        open = engine.open(origin);
        if (reclaim.isUsedUp(open)) {
          int unused = engine.closeIdle(origin, 1, CloseReason.CAPACITY);
          open = engine.open(origin);
        }
      } catch (RuntimeException | Error e) {
        open = Integer.MAX_VALUE; // unknown, so nothing is free
      }
    }
    lock.lock();
    try {
      boolean freed = reservations.lower(share, reclaim.atMostOpen(open), 1);
      if (!freed && share.events == reclaim.events) {
        tried.add(share);
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- looking after

  /** Other limits are in force. */
  void limitsChanged(Destination destination) {
    List<Snapshot> all = new ArrayList<>();
    lock.lock();
    try {
      destination.shares.forEach(share -> all.add(Snapshot.of(share)));
    } finally {
      lock.unlock();
    }
    all.forEach(this::reconcile);
    lock.lock();
    try {
      reservations.exceedIfOverLimit(destination);
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
      for (Waiter waiter : line.expired(now)) {
        boolean unused = line.leave(waiter);
        refreshFlags(waiter.share.destination);
        expired.add(waiter);
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
    List<Snapshot> all = new ArrayList<>();
    lock.lock();
    try {
      reservations.shares().forEach(share -> all.add(Snapshot.of(share)));
    } finally {
      lock.unlock();
    }
    all.forEach(this::reconcile);
    lock.lock();
    try {
      for (Destination unused : reservations.dropUnused()) {
        unused.unusedSinceNanos = now;
        refreshFlags(unused);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * More than is reserved may be open if the limits were soft when it was opened, less if the
   * library closed connections on its own.
   */
  private void reconcile(Snapshot seen) {
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
        boolean unused = reservations.lower(share, seen.atMostOpen(open), 0);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Reserves for what is open already, though there may be no room for it. Under the lock. */
  private void coverBeyondLimits(Share share, long open) {
    Destination destination = share.destination;
    // First: what is reserved beyond the limits is not to be taken by the next request.
    reservations.exceed(destination);
    refreshFlags(destination);
    for (long missing = open - share.reserved(); missing > 0; missing--) {
      reservations.reserve(share, false);
    }
    if (!reservations.stillExceeds(destination)) {
      refreshFlags(destination);
    }
  }

  /** Releases what was dropped by the application without being closed. Called without any lock. */
  void reclaimLeaked() {
    for (Object next = leaked.poll(); next != null; next = leaked.poll()) {
      ((Lease) next).leaked();
    }
  }
}
