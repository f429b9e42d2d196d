package io.poolingagent.client.jdk;

import io.poolingagent.pool.Origin;
import java.net.http.HttpClient;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real client of the JDK's that several of the application's clients send through: one selector
 * thread, one HTTP/1.1 pool, and one HTTP/2 connection per origin. Once retired it takes no more
 * requests and is closed when the last one is done. Held strongly by {@link Lanes} only: the JDK
 * closes a client that is not referenced. Thread-safe, without locks.
 */
final class Lane {
  private static final int RETIRED = 1 << 30;

  /**
   * Null once it is stopped: what the JDK has not forgotten of a request by then, an event of a
   * closed connection say, leads here, and later JDKs (17.0.19) hold that as long as the client is
   * referenced: for ever, if it were from here.
   */
  private volatile @Nullable HttpClient client;

  private final long expiresAt;
  private final AtomicInteger uses = new AtomicInteger();
  private final ConcurrentHashMap<Origin, Route> routes = new ConcurrentHashMap<>();
  private final Route http1 = new Route(this, Route.Protocol.HTTP_1, Integer.MAX_VALUE);
  private volatile long idleSince;

  /**
   * Opens one.
   *
   * @param expiresAt when it stops taking requests: the JDK's client never resolves the name of an
   *     HTTP/2 server again, and never asks a server again that once did not offer HTTP/2
   * @throws LaneFailure if the JDK cannot build a client now
   */
  static Lane open(Configuration configuration, long now, long expiresAt) {
    return new Lane(buildForNobody(configuration), now, expiresAt);
  }

  private Lane(HttpClient client, long now, long expiresAt) {
    this.client = client;
    this.idleSince = now;
    this.expiresAt = expiresAt;
  }

  /**
   * The client's selector thread inherits context class loader and access control context from the
   * thread that builds it, which must not be the application's. Not on a thread apart: this one
   * would have to wait for it, and may be one that must never block.
   */
  @SuppressWarnings("removal") // JDK 17 and older still inherit the access control context
  private static HttpClient buildForNobody(Configuration configuration) {
    Executor executor = configuration.executor == null ? Workers.SHARED : configuration.executor;
    Thread thread = Thread.currentThread();
    ClassLoader ofApplication = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    try {
      return AccessController.doPrivileged(
          (PrivilegedAction<HttpClient>) () -> configuration.build(executor));
    } catch (RuntimeException | Error e) {
      throw new LaneFailure(e);
    } finally {
      thread.setContextClassLoader(ofApplication);
    }
  }

  /** A lane could not be built, for want of file descriptors for example. */
  @SuppressWarnings("serial")
  static final class LaneFailure extends RuntimeException {
    LaneFailure(Throwable cause) {
      super(cause);
    }
  }

  /** The client to send with; only between {@link #enter()} and {@link #leave}. */
  HttpClient client() {
    return Objects.requireNonNull(client);
  }

  /** The route to an origin, made if there is none yet. */
  Route route(Origin origin, Route.Protocol expected, int budget) {
    Route route = routes.get(origin);
    return route != null
        ? route
        : routes.computeIfAbsent(origin, o -> new Route(this, expected, budget));
  }

  /**
   * The route of requests that forbid HTTP/2, whatever their origin: they have nothing to share.
   */
  Route http1Route() {
    return http1;
  }

  /** The route to an origin if one was made. */
  @Nullable Route routeIfAny(Origin origin) {
    return routes.get(origin);
  }

  /** A request begins, unless the lane is retired. */
  boolean enter() {
    for (; ; ) {
      int value = uses.get();
      if (value >= RETIRED) {
        return false;
      }
      if (uses.compareAndSet(value, value + 1)) {
        return true;
      }
    }
  }

  /** A request that began is done with its body. */
  void leave(long now) {
    idleSince = now;
    if (uses.decrementAndGet() == RETIRED) {
      stop();
    }
  }

  /** Takes no more requests; closed as soon as none is under way. Idempotent. */
  void retire() {
    int before = uses.getAndUpdate(value -> value | RETIRED);
    if (before == 0) {
      stop();
    }
  }

  /** As {@link #retire()} if no request is under way, otherwise nothing. */
  boolean retireIfIdle() {
    if (uses.compareAndSet(0, RETIRED)) {
      stop();
      return true;
    }
    return uses.get() >= RETIRED;
  }

  boolean isExpired(long now) {
    return now - expiresAt >= 0;
  }

  boolean isRetired() {
    return uses.get() >= RETIRED;
  }

  /** For how long no request has been under way; {@link Long#MIN_VALUE} while one is. */
  long idleNanos(long now) {
    return uses.get() == 0 ? now - idleSince : Long.MIN_VALUE;
  }

  private void stop() {
    HttpClient stopped = client();
    client = null;
    if (Closing.isSupported()) {
      Closing.shutdown(stopped);
    } else {
      Internals.stop(stopped);
    }
  }
}
