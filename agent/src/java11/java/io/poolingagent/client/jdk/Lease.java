package io.poolingagent.client.jdk;

import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Permit;
import io.poolingagent.pool.Reuse;
import java.lang.ref.Cleaner;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one request on a lane holds, its permit, its place on a route and its connection, from when
 * it has them to the end of its response's body. It goes along as the request's body handler, which
 * is how the hooks in the JDK's connection code find it again. Thread-safe.
 */
final class Lease<T> implements HttpResponse.BodyHandler<T> {
  /**
   * How often a request is sent anew that a server did nothing about: each connection that others
   * use may be about to end, but a server that goes on refusing means it.
   */
  private static final int MOST_REFUSALS = 3;

  private final Lanes lanes;
  private final Destination destination;
  private final Route route;
  private final @Nullable Permit granted;
  private final Sending<T> sending;
  private final boolean secondTry;
  private final boolean mayUseHttp2;

  // Guarded by this:
  private @Nullable Permit held;
  private boolean mayStayUnread;
  private boolean done;
  private @Nullable Object sent;

  // Each written by one thread at a time, in the order of events:
  private volatile boolean accounted;
  private volatile boolean responded;
  private volatile boolean opened;
  private volatile boolean isFinal;
  private volatile boolean reusesPooled;
  private volatile long reusedNanos;
  private volatile @Nullable Object arrivedOn;
  private volatile @Nullable Throwable unprocessed;
  private volatile @Nullable Connection connection;
  private volatile @Nullable TrackedBody<T> body;

  /**
   * Whether the application's handler or its subscriber's {@code onSubscribe} threw, so that nobody
   * takes the body: over HTTP/1.1 the JDK then neither pools the connection nor closes it before
   * the client ends, and a lane does not.
   */
  private volatile boolean nobodyTakesBody;

  Lease(Target target, Place place, Route route, Sending<T> sending, boolean secondTry) {
    this.lanes = target.lanes;
    this.destination = target.destination;
    this.route = route;
    this.granted = place.permit;
    this.held = place.permit;
    this.mayUseHttp2 = target.mayUseHttp2;
    this.mayStayUnread = target.mayStayUnread;
    this.sending = sending;
    this.secondTry = secondTry;
  }

  Lanes lanes() {
    return lanes;
  }

  Destination destination() {
    return destination;
  }

  Route route() {
    return route;
  }

  boolean isRepeatable() {
    return sending.isRepeatable();
  }

  boolean isBodiless() {
    return sending.isBodiless();
  }

  /** Of the client that sends it; null if that has none. */
  @Nullable CookieHandler cookieHandler() {
    return sending.cookieHandler();
  }

  /** Of the client that sends it; null if that has none. */
  @Nullable Authenticator authenticator() {
    return sending.authenticator();
  }

  /** What the JDK remembers of credentials for the client that sends it. */
  @Nullable Object credentials() {
    return sending.credentials();
  }

  /** Code of the application's ended the request: no connection is to blame. */
  void applicationThrew() {
    isFinal = true;
  }

  /** The request is about to be sent, the first time or with credentials. */
  void isAsked() {
    isFinal = false;
  }

  /** An answer has arrived: should it be found useless, no other connection would help. */
  void isAnswered() {
    isFinal = true;
  }

  /** Whether the same request failed on a connection before this. */
  boolean isSecondTry() {
    return secondTry;
  }

  // ---- the connection, as the JDK's code tells of it

  /**
   * The JDK is about to send this over HTTP/1.1.
   *
   * @return whether it did so before, and the connection failed
   */
  synchronized boolean repeats(@Nullable Object jdkRequest) {
    boolean again = sent == jdkRequest;
    sent = jdkRequest;
    return again;
  }

  /** A new connection is about to be opened for it. */
  void opens() {
    if (granted != null) {
      granted.connecting();
    }
  }

  /** This connection is being opened for it. */
  void opened(Connection connection) {
    holds(connection);
    opened = true;
    accounted = true;
    if (granted != null) {
      granted.connected(false);
      if (granted.overflow()) {
        connection.opensBeyondLimit();
      }
    }
  }

  /**
   * It gets this HTTP/1.1 connection, which had been idle.
   *
   * @return false if that is about to be closed
   */
  boolean reuses(Connection idle) {
    if (!idle.taken(this)) {
      return false;
    }
    holds(idle);
    reusedNanos = lanes.clock().nanoTime();
    reusesPooled = true;
    reuses(idle.destination);
    return true;
  }

  private void reuses(Destination of) {
    accounted = true;
    of.stats(Adapter.CLIENT).reused();
    if (granted != null) {
      granted.connected(true);
    }
  }

  /** A redirect may take another connection than the request before it. */
  private void holds(Connection now) {
    Connection before = connection;
    connection = now;
    if (before != null && before != now) {
      before.left(this, lanes.clock().nanoTime());
    }
  }

  /**
   * The last frame of a response to it has arrived on this HTTP/2 stream; a redirect takes another
   * stream.
   */
  void arrived(Object stream) {
    arrivedOn = stream;
  }

  boolean hasArrived(Object stream) {
    return arrivedOn == stream;
  }

  /** Its HTTP/2 stream ends with this failure, and the server did nothing about it. */
  void unprocessed(Throwable failure) {
    unprocessed = failure;
  }

  // ---- the response

  @Override
  public HttpResponse.BodySubscriber<T> apply(HttpResponse.ResponseInfo info) {
    responded = true;
    boolean http2 = info.version() != HttpClient.Version.HTTP_1_1;
    if (mayUseHttp2) {
      speaks(http2 ? Route.Protocol.HTTP_2 : Route.Protocol.HTTP_1);
    }
    Connection connection = this.connection;
    if (http2 && connection != null) {
      connection.speaksHttp2();
    }
    if (!accounted) {
      reuses(destination);
    }
    if (!http2) {
      List<String> hints = info.headers().map().get("keep-alive");
      if (hints != null) {
        // A redirect may have led elsewhere.
        Destination answering = connection == null ? destination : connection.destination;
        hints.forEach(answering.keepAlive()::serverHint);
      }
    }
    HttpResponse.BodySubscriber<T> subscriber = subscriber(info);
    boolean isRead = !Bodies.mayStayUnread(subscriber);
    if (!http2 || isRead) {
      willBeRead();
    }
    if (isRead && !(subscriber instanceof ContextBody)) {
      return subscriber; // the response is handed out, and the lease over, when the body is read
    }
    sending.tracksBody();
    TrackedBody<T> tracked = new TrackedBody<>(subscriber, this);
    body = tracked;
    return tracked;
  }

  private HttpResponse.BodySubscriber<T> subscriber(HttpResponse.ResponseInfo info) {
    try {
      return sending.subscriber(info);
    } catch (Throwable e) {
      nobodyTakesBody();
      throw e;
    }
  }

  /** Code of the application's threw before it asked for the body. */
  void nobodyTakesBody() {
    nobodyTakesBody = true;
  }

  private void speaks(Route.Protocol protocol) {
    lanes.speaks(destination.origin(), protocol);
    synchronized (this) {
      if (!done) {
        held = route.speaks(protocol, held);
      }
    }
    if (protocol == Route.Protocol.HTTP_2) {
      lanes.roomFor(destination.origin());
    }
  }

  private synchronized void willBeRead() {
    if (mayStayUnread && !done) {
      mayStayUnread = false;
      route.willBeRead();
    }
  }

  /** The body if the application may leave it unread; null also before the response. */
  @Nullable TrackedBody<T> body() {
    return body;
  }

  /**
   * The body is in the hands of the application: when it drops that without reading to the end or
   * closing it, the lease ends.
   *
   * @param abandon ends the transfer; must not refer to the body
   */
  void ownedBy(LeasedStream body, Runnable abandon) {
    Runnable onLeak =
        () -> {
          Connection connection = this.connection;
          if (connection != null && !connection.isHttp2()) {
            boolean unused = connection.closes(CloseReason.LEAKED);
          }
          abandon.run();
          finish();
        };
    Permit own;
    synchronized (this) {
      own = held;
    }
    if (own != null) {
      own.ownedBy(body, onLeak);
    } else {
      Abandoned.CLEANER.register(body, onLeak);
    }
  }

  /**
   * Sees dropped bodies on HTTP/2 connections, which may have other streams: the permit is the
   * connection's. Made with the first.
   */
  private static final class Abandoned {
    static final Cleaner CLEANER =
        Cleaner.create(task -> Workers.thread("pooling-agent-abandoned-bodies", task));
  }

  // ---- the end

  /**
   * Whether the server did nothing about the request, which failed so, or it is one that the JDK
   * repeats over HTTP/1.1 when a connection that others opened dies under it: then it is repeated
   * over HTTP/2 as well, and however the JDK finds that connection to be useless.
   */
  boolean canBeRepeated(Throwable failure, int attempt) {
    if (responded || isFinal) {
      return false;
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (reusesPooled && Failures.isNoAnswer(t)) {
        // As it may be the rest of somebody else's.
        destination.reuse().diedElsewhere();
        break;
      }
      if (Failures.isFinal(t)) {
        return false;
      }
      if (Failures.isRefusedStream(t)) {
        route.refusedStream();
        return true;
      }
      if (t == unprocessed || Failures.isUnprocessed(t)) {
        return attempt <= MOST_REFUSALS;
      }
      if (Failures.isDeadLane(t)) {
        lanes.evict(route.lane);
      }
    }
    return attempt <= 2 && (mayUseHttp2 || reusesPooled) && !opened && isRepeatable();
  }

  /** The request failed: whether a used connection was to blame. */
  void failed(Throwable failure) {
    Connection connection = this.connection;
    if (connection == null || !reusesPooled || responded || isFinal) {
      return;
    }
    Reuse reuse = connection.destination.reuse(); // a redirect may have led elsewhere
    if (Failures.isTimeout(failure)) {
      reuse.silent(reusedNanos);
    } else if (!isRepeatable() && !Failures.isApplications(failure)) {
      reuse.diedElsewhere();
    }
  }

  /** The body is at its end, or there will be none. Idempotent. */
  void finish() {
    Permit permit;
    boolean unread;
    synchronized (this) {
      if (done) {
        return;
      }
      done = true;
      permit = held;
      unread = mayStayUnread;
    }
    long now = lanes.clock().nanoTime();
    Connection left = connection;
    if (left != null) {
      if (nobodyTakesBody && !left.isHttp2()) {
        left.close(CloseReason.ERROR);
      }
      left.left(this, now);
    }
    route.release(unread, now);
    if (permit != null) {
      permit.release(now);
    }
    if (mayUseHttp2) {
      lanes.roomFor(destination.origin());
    }
    sending.leaseEnded();
  }
}
