package io.poolingagent.client.jdk;

import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Permit;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One request on a lane, from its permit to the end of its response's body. It goes along as the
 * request's body handler, which is how the hooks in the JDK's connection code find it again.
 * Thread-safe.
 */
final class Lease<T> implements HttpResponse.BodyHandler<T>, Lifecycle.Operation {
  private static final int MOST_ATTEMPTS = 20;

  private final Lanes lanes;
  private final Destination destination;
  private final Route route;
  private final @Nullable Permit granted;
  private final HttpResponse.BodyHandler<T> application;
  private final HttpRequest request;
  private final boolean mayUseHttp2;
  private final PooledHttpClient client;

  private @Nullable Permit held;
  private boolean mayStayUnread;
  private boolean done;
  private boolean settled;
  private @Nullable Thread sender;
  private @Nullable CompletableFuture<HttpResponse<T>> future;
  private @Nullable IOException aborted;
  private volatile boolean accounted;
  private volatile boolean responded;
  private volatile boolean opened;
  private volatile @Nullable Object arrivedOn;
  private volatile boolean reusesPooled;
  private volatile @Nullable Throwable unprocessed;
  private volatile @Nullable Connection connection;
  private volatile @Nullable TrackedBody<T> body;

  /**
   * @param permit null if it joined an HTTP/2 connection that has one
   */
  Lease(
      Target target,
      Route route,
      @Nullable Permit permit,
      HttpRequest request,
      HttpResponse.BodyHandler<T> application,
      PooledHttpClient client) {
    this.lanes = target.lanes;
    this.destination = target.destination;
    this.route = route;
    this.granted = permit;
    this.held = permit;
    this.request = request;
    this.application = application;
    this.mayUseHttp2 = target.mayUseHttp2;
    this.mayStayUnread = target.mayStayUnread;
    this.client = client;
  }

  /** Whether the JDK itself sends such a request again after a connection failed. */
  boolean isRepeatable() {
    String method = request.method();
    return method.equals("GET") || method.equals("HEAD");
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

  // ---- sending

  /** Sends it on this thread. */
  HttpResponse<T> send() throws IOException, InterruptedException {
    synchronized (this) {
      sender = Thread.currentThread();
    }
    try {
      HttpResponse<T> response = route.lane.client().send(request, this);
      answered();
      return owned(response);
    } catch (InterruptedException e) {
      failed(e);
      IOException reason = abortReason();
      if (reason != null) {
        throw new IOException(reason.getMessage(), reason);
      }
      throw e;
    } catch (Throwable e) {
      failed(e);
      throw e;
    } finally {
      synchronized (this) {
        sender = null;
        if (aborted != null) {
          boolean unused = Thread.interrupted(); // it was ours
        }
      }
    }
  }

  /**
   * Sends it in the background. The future is the JDK's own, so that cancelling it cancels the
   * exchange.
   */
  CompletableFuture<HttpResponse<T>> sendAsync() {
    boolean maybeStream;
    synchronized (this) {
      maybeStream = mayStayUnread;
    }
    CompletableFuture<HttpResponse<T>> response;
    try {
      response = route.lane.client().sendAsync(request, this);
    } catch (Throwable e) {
      failed(e);
      throw e;
    }
    IOException reason;
    synchronized (this) {
      future = response;
      reason = aborted;
    }
    CompletableFuture<?> unused =
        response.whenComplete(
            (r, failure) -> {
              if (failure == null) {
                answered();
              } else {
                failed(failure);
              }
            });
    if (reason != null) {
      abort(reason);
    }
    // A dependent of the JDK's future cancels the exchange like the future itself.
    return maybeStream ? response.thenApply(this::owned) : response;
  }

  /** The response, with a body that is the application's alone where it may drop it unread. */
  @SuppressWarnings("unchecked") // T is InputStream here
  private HttpResponse<T> owned(HttpResponse<T> response) {
    TrackedBody<T> received = body;
    if (received == null || !(response.body() instanceof LeasedStream)) {
      return response;
    }
    LeasedStream stream = new LeasedStream((LeasedStream) response.body());
    ownedBy(stream, received::abandon);
    return new LeasedResponse<>(response, (T) stream);
  }

  /**
   * Whether the request can be sent anew after this failure: the server did nothing about it, or it
   * is one that the JDK itself repeats when a connection dies.
   */
  boolean canBeRepeated(Throwable failure, int attempt) {
    if (responded || abortReason() != null || attempt >= MOST_ATTEMPTS) {
      return false;
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof HttpTimeoutException
          || t instanceof CancellationException
          || t instanceof SSLException
          || t instanceof ConnectException
          || t instanceof ProtocolException) {
        return false;
      }
      if ("too many concurrent streams".equals(t.getMessage())) {
        // Thrown before the first byte is sent, and before the request's body is subscribed to.
        route.refusedStream();
        return true;
      }
      if (t == unprocessed || "request not processed by peer".equals(t.getMessage())) {
        return true;
      }
      if ("selector manager closed".equals(t.getMessage())) {
        lanes.evict(route.lane);
      }
    }
    // A connection that others opened went away under it: what the JDK repeats over HTTP/1.1 is
    // repeated over HTTP/2 as well.
    return attempt <= 2 && mayUseHttp2 && !opened && isRepeatable();
  }

  // ---- what the JDK's connection code tells

  /** A new connection is about to be opened for it. */
  void opens() {
    if (granted != null) {
      granted.connecting();
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
    reusesPooled = true;
    reuses(idle.destination);
    return true;
  }

  /** A redirect may take another connection than the request before it. */
  private void holds(Connection now) {
    Connection before = connection;
    connection = now;
    if (before != null && before != now) {
      before.left(this, lanes.clock().nanoTime());
    }
  }

  private void reuses(Destination of) {
    accounted = true;
    of.stats(Adapter.CLIENT).reused();
    if (granted != null) {
      granted.connected(true);
    }
  }

  // ---- the response

  @Override
  public HttpResponse.BodySubscriber<T> apply(HttpResponse.ResponseInfo info) {
    responded = true;
    boolean http2 = info.version() != HttpClient.Version.HTTP_1_1;
    if (mayUseHttp2) {
      Route.Protocol protocol = http2 ? Route.Protocol.HTTP_2 : Route.Protocol.HTTP_1;
      lanes.speaks(destination.origin(), protocol);
      synchronized (this) {
        if (!done) {
          held = route.speaks(protocol, held);
        }
      }
      if (http2) {
        lanes.roomFor(destination.origin());
      }
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
        hints.forEach(this::keepAliveHint);
      }
    }
    ClassLoader loader = contextLoader();
    HttpResponse.BodySubscriber<T> subscriber =
        loader == null ? application.apply(info) : ContextBody.apply(application, info, loader);
    boolean isRead = !Bodies.mayStayUnread(subscriber);
    if (!http2 || isRead) {
      isRead();
    }
    if (isRead && loader == null) {
      return subscriber; // the response is handed out, and the lease over, when the body is read
    }
    TrackedBody<T> tracked =
        new TrackedBody<>(
            loader == null ? subscriber : new ContextBody<>(subscriber, loader), this);
    body = tracked;
    return tracked;
  }

  /** The loader to run the handler in, or null if it does not matter. */
  private @Nullable ClassLoader contextLoader() {
    ClassLoader loader = client.contextLoader();
    return loader == null || !Bodies.mayStayUnread(application) ? null : loader;
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
    if (granted != null) {
      granted.ownedBy(body, onLeak);
    } else {
      Abandoned.CLEANER.register(body, onLeak);
    }
  }

  /**
   * Sees dropped bodies on joined connections, which have no permit of their own. Made with the
   * first.
   */
  private static final class Abandoned {
    static final Cleaner CLEANER =
        Cleaner.create(task -> Workers.thread("pooling-agent-abandoned-bodies", task));
  }

  private void keepAliveHint(String value) {
    for (String parameter : value.split(",", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0 && parameter.substring(0, equals).trim().equalsIgnoreCase("timeout")) {
        try {
          destination
              .keepAlive()
              .serverHint(Long.parseLong(parameter.substring(equals + 1).trim()));
        } catch (NumberFormatException notANumber) {
          return;
        }
      }
    }
  }

  private synchronized void isRead() {
    if (mayStayUnread && !done) {
      mayStayUnread = false;
      route.willBeRead();
    }
  }

  private void answered() {
    TrackedBody<T> received = body;
    settled();
    if (received == null || received.isBodiless()) {
      finish();
    }
  }

  /** The application has its answer, or its failure; the body may still be under way. */
  private void settled() {
    boolean over;
    synchronized (this) {
      settled = true;
      over = done;
    }
    if (over) {
      client.lifecycle().end(this);
    }
  }

  private void failed(Throwable failure) {
    if (reusesPooled
        && !responded
        && !isRepeatable()
        && !(failure instanceof InterruptedException)
        && !(failure.getCause() instanceof HttpTimeoutException)
        && !(failure instanceof HttpTimeoutException)
        && !(failure.getCause() instanceof CancellationException)
        && !(failure instanceof CancellationException)) {
      lanes.droppedReused(destination.origin());
    }
    settled();
    finish();
  }

  /** The body is at its end, or there will be none. Idempotent. */
  void finish() {
    Permit permit;
    boolean unread;
    boolean over;
    synchronized (this) {
      if (done) {
        return;
      }
      done = true;
      permit = held;
      unread = mayStayUnread;
      over = settled;
    }
    long now = lanes.clock().nanoTime();
    Connection left = connection;
    if (left != null) {
      left.left(this, now);
    }
    route.release(unread, now);
    if (permit != null) {
      permit.release();
    }
    if (mayUseHttp2) {
      lanes.roomFor(destination.origin());
    }
    if (over) {
      client.lifecycle().end(this);
    }
  }

  // ---- shutdownNow() of the application's client

  @Override
  public void abort(IOException reason) {
    TrackedBody<T> current;
    CompletableFuture<HttpResponse<T>> response;
    synchronized (this) {
      aborted = reason;
      current = body;
      response = future;
      if (sender != null) {
        sender.interrupt();
        return;
      }
    }
    if (response != null && !response.isDone()) {
      CompletableFuture<?> exchange = response.newIncompleteFuture();
      Workers.SHARED.execute(
          () -> {
            response.completeExceptionally(reason); // first: cancelling completes it as well
            exchange.cancel(true);
          });
    } else if (current != null) {
      current.abort(reason);
    }
    finish();
  }

  private synchronized @Nullable IOException abortReason() {
    return aborted;
  }
}
