package io.poolingagent.client.jdk;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send a request of one of the application's clients over a lane, until the
 * application has its answer and the body is at its end. Thread-safe.
 */
final class Sending<T> implements Lifecycle.Operation {
  private static final int MOST_ATTEMPTS = 20;
  private static final Class<?> NO_BODY = HttpRequest.BodyPublishers.noBody().getClass();

  private final PooledHttpClient client;
  private final HttpRequest request;
  private final HttpResponse.BodyHandler<T> application;
  private final Lease<T> lease;

  // Guarded by this:
  private boolean settled;
  private boolean ended;
  private @Nullable Thread sender;
  private @Nullable CompletableFuture<HttpResponse<T>> future;
  private @Nullable IOException aborted;

  /**
   * @param route the place's
   * @param attempt 1 for the first
   */
  Sending(
      PooledHttpClient client,
      Target target,
      Place place,
      Route route,
      HttpRequest request,
      HttpResponse.BodyHandler<T> application,
      int attempt) {
    this.client = client;
    this.request = request;
    this.application = application;
    this.lease = new Lease<>(target, place, route, this, attempt > 1);
  }

  /** Sends it on this thread. */
  HttpResponse<T> send() throws IOException, InterruptedException {
    synchronized (this) {
      sender = Thread.currentThread();
    }
    try {
      HttpResponse<T> response = lease.route().lane.client().send(request, lease);
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
   * Sends it in the background. The future is made from the JDK's own, so that cancelling it
   * cancels the exchange.
   *
   * @param mayStayUnread whether the body may be handed out as a stream
   */
  CompletableFuture<HttpResponse<T>> sendAsync(boolean mayStayUnread) {
    CompletableFuture<HttpResponse<T>> response;
    try {
      response = lease.route().lane.client().sendAsync(request, lease);
    } catch (Throwable e) {
      failed(e);
      throw e;
    }
    IOException reason;
    synchronized (this) {
      future = response;
      reason = aborted;
    }
    // What the application does next comes after this: it may need the connection.
    CompletableFuture<HttpResponse<T>> told =
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
    return mayStayUnread ? told.thenApply(this::owned) : told;
  }

  /** The response, with a body that is the application's alone where it may drop it unread. */
  @SuppressWarnings("unchecked") // T is InputStream here
  private HttpResponse<T> owned(HttpResponse<T> response) {
    TrackedBody<T> received = lease.body();
    if (received == null || !(response.body() instanceof LeasedStream)) {
      return response;
    }
    LeasedStream stream = new LeasedStream((LeasedStream) response.body());
    lease.ownedBy(stream, received::abandon);
    return new LeasedResponse<>(response, (T) stream);
  }

  /** Whether the JDK itself sends such a request again after a connection failed. */
  boolean isRepeatable() {
    String method = request.method();
    return method.equals("GET") || method.equals("HEAD");
  }

  /** Whether the request certainly has no body. */
  boolean isBodiless() {
    Optional<HttpRequest.BodyPublisher> body = request.bodyPublisher();
    return body.isEmpty() || body.get().getClass() == NO_BODY;
  }

  @Nullable CookieHandler cookieHandler() {
    return client.configuration.cookieHandler;
  }

  @Nullable Authenticator authenticator() {
    return client.configuration.authenticator;
  }

  @Nullable Object credentials() {
    return client.credentials();
  }

  /** Whether the request can be sent anew after this failure. */
  boolean canBeRepeated(Throwable failure, int attempt) {
    return attempt < MOST_ATTEMPTS
        && abortReason() == null
        && lease.canBeRepeated(failure, attempt);
  }

  /** The body is about to be tracked, which a hook sees to. */
  void tracksBody() {
    client.adapter().demandHooks();
  }

  /** What the application's body handler answers, in the context that it expects. */
  HttpResponse.BodySubscriber<T> subscriber(HttpResponse.ResponseInfo info) {
    if (Bodies.runsNoCode(application)) {
      return application.apply(info);
    }
    Executor executor = client.configuration.lentExecutor();
    if (executor != null) {
      return ExecutorBody.apply(application, info, executor);
    }
    ClassLoader loader = client.contextLoader();
    return loader == null
        ? application.apply(info)
        : new ContextBody<>(ContextBody.apply(application, info, loader), loader);
  }

  // ---- the end

  private void answered() {
    TrackedBody<T> received = lease.body();
    settled();
    if (received == null || received.isBodiless()) {
      lease.finish();
    }
  }

  private void failed(Throwable failure) {
    lease.failed(failure);
    settled();
    lease.finish();
  }

  /** The application has its answer, or its failure; the body may still be under way. */
  private void settled() {
    boolean over;
    synchronized (this) {
      settled = true;
      over = ended;
    }
    if (over) {
      client.lifecycle().end(this);
    }
  }

  /** The body is at its end; perhaps the application does not have its answer yet. */
  void leaseEnded() {
    boolean over;
    synchronized (this) {
      ended = true;
      over = settled;
    }
    if (over) {
      client.lifecycle().end(this);
    }
  }

  /** It was not begun after all. */
  void abandon() {
    lease.finish();
  }

  /** {@code shutdownNow()} of the application's client. */
  @Override
  public void abort(IOException reason) {
    CompletableFuture<HttpResponse<T>> response;
    synchronized (this) {
      aborted = reason;
      response = future;
      if (sender != null) {
        sender.interrupt();
        return;
      }
    }
    TrackedBody<T> current = lease.body();
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
    lease.finish();
  }

  private synchronized @Nullable IOException abortReason() {
    return aborted;
  }
}
