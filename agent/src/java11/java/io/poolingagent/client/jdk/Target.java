package io.poolingagent.client.jdk;

import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Permit;
import io.poolingagent.pool.SharedPool;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes that may be sent over a lane, and how it gets its {@link Place} there.
 * Immutable.
 */
final class Target {
  private final SharedPool pool;
  final Lanes lanes;
  final Destination destination;

  /** Whether the request and its client allow HTTP/2. */
  final boolean mayUseHttp2;

  /** Whether the response's body may be left unread. */
  final boolean mayStayUnread;

  private final Consumer<Throwable> laneFailures;

  Target(
      SharedPool pool,
      Destination destination,
      boolean mayUseHttp2,
      boolean mayStayUnread,
      Consumer<Throwable> laneFailures) {
    this.pool = pool;
    this.lanes = (Lanes) pool.engine();
    this.destination = destination;
    this.mayUseHttp2 = mayUseHttp2;
    this.mayStayUnread = mayStayUnread;
    this.laneFailures = laneFailures;
  }

  /**
   * A place, at once unless the limits of the destination are hard and reached. Then it waits for a
   * permit or for a stream of an HTTP/2 connection that has one, whichever comes first. Fails with
   * {@code AcquireTimeoutException}; cancelling it gives up.
   */
  CompletableFuture<Place> place() {
    Place joined = joinConnection();
    if (joined != null) {
      return CompletableFuture.completedFuture(joined);
    }
    CompletableFuture<Permit> permit = destination.acquireAsync(pool);
    if (permit.isDone() && !permit.isCompletedExceptionally()) {
      return CompletableFuture.completedFuture(take(permit.join()));
    }
    Waiting waiting = new Waiting(permit);
    lanes.await(destination.origin(), waiting);
    return waiting;
  }

  private @Nullable Place joinConnection() {
    Route route = mayUseHttp2 ? lanes.join(destination.origin(), mayStayUnread) : null;
    return route == null ? null : new Place(route, null, mayStayUnread);
  }

  private Place take(Permit permit) {
    try {
      Route route = lanes.take(destination, mayUseHttp2, mayStayUnread);
      if (route != null) {
        return new Place(route, permit, mayStayUnread);
      }
    } catch (Lane.LaneFailure e) {
      laneFailures.accept(e);
    }
    permit.release();
    return new Place(null, null, mayStayUnread);
  }

  /** A request that waits for its place. Thread-safe. */
  final class Waiting extends CompletableFuture<Place> {
    private Waiting(CompletableFuture<Permit> permit) {
      CompletableFuture<?> unused = permit.whenComplete(this::granted);
      unused = whenComplete((place, failure) -> permit.cancel(false));
    }

    private void granted(@Nullable Permit granted, @Nullable Throwable failure) {
      if (granted == null) {
        completeExceptionally(failure == null ? new IllegalStateException() : failure);
      } else if (isDone()) {
        granted.release();
      } else {
        offer(take(granted));
      }
    }

    /** Perhaps there is an HTTP/2 connection to join now; false if not, and it still waits. */
    boolean tryJoin() {
      if (isDone()) {
        return true;
      }
      Place place = joinConnection();
      if (place == null) {
        return false;
      }
      offer(place);
      return true;
    }

    private void offer(Place place) {
      if (!complete(place)) {
        place.abandon(lanes.clock().nanoTime());
      }
    }
  }
}
