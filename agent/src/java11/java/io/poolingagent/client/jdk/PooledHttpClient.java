package io.poolingagent.client.jdk;

import io.poolingagent.pool.AcquireTimeoutException;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.SharedPool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The client that the application gets: answers what its builder was told, sends through the lanes
 * that it shares with clients like it, and can be closed without their noticing. What cannot be
 * shared exactly (WebSockets, server push, connection-bound authentication, HTTP/3) goes over a
 * client of the JDK's that only this one uses, made when it is first needed. Thread-safe.
 */
final class PooledHttpClient extends ConfiguredClient {
  /**
   * Before JDK 19 a client's own worker threads inherit the context class loader of whoever built
   * the client.
   */
  private static final boolean WORKERS_INHERIT_LOADER = Runtime.version().feature() < 19;

  private final Adapter adapter;
  private final Lifecycle lifecycle = Lifecycle.create();

  /** Here and not in the configuration, because the lanes keep that beyond the application. */
  private final @Nullable ClassLoader contextLoader;

  private volatile Membership membership;

  /** Held while {@link #own} is made. */
  private final Object ownLock = new Object();

  private volatile @Nullable HttpClient own;

  /**
   * Whether a request left its mark on a connection of {@link #own}, a tunnel or a user: those
   * after it may count on that.
   */
  private volatile boolean keepsToItself;

  /**
   * What the JDK remembers of credentials for this client, whatever lane it uses; null if it has no
   * authenticator. Not made when first needed: the JDK asks for it with a lock of its own held.
   */
  private final @Nullable Object credentials;

  PooledHttpClient(Configuration configuration, Membership membership, Adapter adapter) {
    super(configuration);
    this.membership = membership;
    this.adapter = adapter;
    this.credentials =
        configuration.authenticator == null ? null : Internals.newMemoryOfCredentials();
    this.contextLoader =
        WORKERS_INHERIT_LOADER && configuration.executor == null
            ? Thread.currentThread().getContextClassLoader()
            : null;
  }

  // ---- sending

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Objects.requireNonNull(request);
    Objects.requireNonNull(handler);
    if (lifecycle.isShutdown()) {
      throw Lifecycle.closed();
    }
    Target target = target(request, handler);
    for (int attempt = 1; target != null; attempt++) {
      Sending<T> sending = sending(target, await(target.place()), request, handler, attempt);
      if (sending == null) {
        break;
      }
      try {
        return sending.send();
      } catch (IOException e) {
        if (!sending.canBeRepeated(e, attempt)) {
          throw e;
        }
      }
    }
    return own().send(request, handler);
  }

  private Place await(CompletableFuture<Place> place) throws IOException, InterruptedException {
    if (place.isDone() && !place.isCompletedExceptionally()) {
      return place.join();
    }
    Lifecycle.Operation waiting = place::completeExceptionally;
    if (!lifecycle.begin(waiting)) {
      place.cancel(false);
      throw Lifecycle.closed();
    }
    try {
      return place.get();
    } catch (InterruptedException e) {
      place.cancel(false);
      throw e;
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      if (cause instanceof AcquireTimeoutException) {
        throw exhausted(cause);
      }
      throw new IOException(cause.getMessage(), cause);
    } finally {
      lifecycle.end(waiting);
    }
  }

  private static HttpConnectTimeoutException exhausted(Throwable cause) {
    HttpConnectTimeoutException exhausted = new HttpConnectTimeoutException(cause.getMessage());
    exhausted.initCause(cause);
    return exhausted;
  }

  /** Null if there is no place for it, so that it goes over a client of its own. */
  private <T> @Nullable Sending<T> sending(
      Target target,
      Place place,
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      int attempt) {
    if (place.route == null) {
      return null;
    }
    Sending<T> sending = new Sending<>(this, target, place, place.route, request, handler, attempt);
    if (lifecycle.begin(sending)) {
      return sending;
    }
    sending.abandon();
    return null; // closed meanwhile, and so is the client of its own
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    return sendAsync(request, handler, null);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      HttpResponse.@Nullable PushPromiseHandler<T> pushPromiseHandler) {
    Objects.requireNonNull(request);
    Objects.requireNonNull(handler);
    if (lifecycle.isShutdown()) {
      return CompletableFuture.failedFuture(new IOException("closed"));
    }
    Target target = pushPromiseHandler == null ? target(request, handler) : null;
    return target == null
        ? own().sendAsync(request, handler, pushPromiseHandler)
        : sendAsync(target, request, handler, 1);
  }

  private <T> CompletableFuture<HttpResponse<T>> sendAsync(
      Target target, HttpRequest request, HttpResponse.BodyHandler<T> handler, int attempt) {
    CompletableFuture<Place> place = target.place();
    if (place.isDone() && !place.isCompletedExceptionally()) {
      return sendAsync(target, place.join(), request, handler, attempt);
    }
    if (request.method().equals("CONNECT")) {
      place.cancel(false);
      throw new IllegalArgumentException("Unsupported method CONNECT");
    }
    return new QueuedResponse<>(
        place,
        lifecycle,
        found -> sendAsync(target, found, request, handler, attempt),
        found -> found.abandon(adapter.clock().nanoTime()),
        failure -> failure instanceof AcquireTimeoutException ? exhausted(failure) : failure);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the nested future is unfolded
  private <T> CompletableFuture<HttpResponse<T>> sendAsync(
      Target target,
      Place place,
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      int attempt) {
    Sending<T> sending = sending(target, place, request, handler, attempt);
    if (sending == null) {
      return own().sendAsync(request, handler);
    }
    CompletableFuture<HttpResponse<T>> response = sending.sendAsync(target.mayStayUnread);
    if (!target.mayUseHttp2 && !sending.isRepeatable()) {
      return response;
    }
    CompletableFuture<CompletableFuture<HttpResponse<T>>> outcome =
        response.handle(
            (r, failure) ->
                failure != null && sending.canBeRepeated(failure, attempt)
                    ? sendAsync(target, request, handler, attempt + 1)
                    : response);
    return outcome.thenCompose(last -> last);
  }

  /** Null if the request must go over a client of its own. */
  private @Nullable Target target(HttpRequest request, HttpResponse.BodyHandler<?> handler) {
    URI uri = request.uri();
    String scheme = uri.getScheme();
    String host = uri.getHost();
    if (scheme == null
        || host == null
        || !adapter.pooling()
        || !adapter.mayShare(configuration)
        || keepsToItself
        || Requests.isHttp3(request)
        || !canBorrowExecutor(request)) {
      return null;
    }
    if (Requests.marksConnection(request)) {
      keepsToItself = true;
      return null;
    }
    boolean tls = scheme.equalsIgnoreCase("https");
    if (!tls && !scheme.equalsIgnoreCase("http")) {
      return null;
    }
    int port = uri.getPort() == -1 ? (tls ? 443 : 80) : uri.getPort();
    if (port < 1 || port > 65535) {
      return null;
    }
    SharedPool current = currentPool(uri);
    if (current == null) {
      return null;
    }
    return new Target(
        current,
        adapter.destination(Origin.of(tls ? "https" : "http", host, port)),
        request.version().orElse(configuration.version) != Version.HTTP_1_1,
        Bodies.mayStayUnread(handler),
        adapter::failed);
  }

  /**
   * Whether the lane can do without the client's executor for this request, if it must. Once one
   * could not (Selenium publishes the body of its first), the next ones find a connection there.
   */
  private boolean canBorrowExecutor(HttpRequest request) {
    Executor lent = configuration.lentExecutor();
    return lent == null
        || (own == null
            && Bodies.runsNoCode(request)
            && !(lent instanceof ExecutorService && ((ExecutorService) lent).isShutdown()));
  }

  private @Nullable SharedPool currentPool(URI uri) {
    Membership current = membership;
    Configuration way = configuration.towards(uri, current.way);
    if (way == null) {
      return null;
    }
    // An application may have initialised its context anew, to renew a certificate.
    PoolKey now = adapter.tls(configuration.sslContext);
    if (current.holds(way, now)) {
      current.pool.touch(adapter.clock().nanoTime());
      return current.pool;
    }
    SharedPool pool = adapter.pool(way);
    if (pool != null) {
      membership = new Membership(way, pool, now.weak());
    }
    return pool;
  }

  /** The client of the JDK's that only this one uses. */
  private HttpClient own() {
    HttpClient client = own;
    if (client == null) {
      synchronized (ownLock) {
        client = own;
        if (client == null) {
          client = configuration.build(configuration.executor);
          if (credentials != null) {
            Internals.remember(client, credentials); // some requests go over lanes, some over this
          }
          own = client;
          if (lifecycle.isShutdown()) {
            Closing.shutdown(client);
          }
        }
      }
    }
    return client;
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return own().newWebSocketBuilder();
  }

  // ---- closing: these methods exist in HttpClient from JDK 21 on, and override by signature there

  /** As {@code HttpClient.shutdown()} of JDK 21, for the requests of this client only. */
  public void shutdown() {
    lifecycle.shutdown();
    HttpClient client = own;
    if (client != null) {
      Closing.shutdown(client);
    }
  }

  /** As {@code HttpClient.shutdownNow()} of JDK 21, for the requests of this client only. */
  public void shutdownNow() {
    lifecycle.shutdownNow();
    HttpClient client = own;
    if (client != null) {
      Closing.shutdownNow(client);
    }
  }

  /** As {@code HttpClient.awaitTermination(Duration)} of JDK 21. */
  public boolean awaitTermination(Duration duration) throws InterruptedException {
    Objects.requireNonNull(duration);
    long start = System.nanoTime();
    if (!lifecycle.awaitTermination(duration)) {
      return false;
    }
    HttpClient client = own;
    return client == null
        || Closing.awaitTermination(client, duration.minusNanos(System.nanoTime() - start));
  }

  /** As {@code HttpClient.isTerminated()} of JDK 21. */
  public boolean isTerminated() {
    HttpClient client = own;
    return lifecycle.isTerminated() && (client == null || Closing.isTerminated(client));
  }

  /** As {@code HttpClient.close()} of JDK 21: lets what is under way finish. */
  public void close() {
    boolean interrupted = false;
    boolean terminated = isTerminated();
    if (!terminated) {
      shutdown();
    }
    while (!terminated) {
      try {
        terminated = awaitTermination(Duration.ofDays(1));
      } catch (InterruptedException e) {
        if (!interrupted) {
          interrupted = true;
          shutdownNow();
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- for the rest of this package

  Lifecycle lifecycle() {
    return lifecycle;
  }

  Adapter adapter() {
    return adapter;
  }

  @Nullable Object credentials() {
    return credentials;
  }

  /** The context class loader of the application's body handlers; null if that is not to be set. */
  @Nullable ClassLoader contextLoader() {
    return contextLoader;
  }
}
