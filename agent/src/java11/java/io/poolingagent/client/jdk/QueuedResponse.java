package io.poolingagent.client.jdk;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request that waits for its place. Like the JDK's futures, it and those made
 * from it cancel the request when they are cancelled, wherever that has got to. Thread-safe.
 */
final class QueuedResponse<T> extends CompletableFuture<HttpResponse<T>>
    implements Lifecycle.Operation {
  private final Dependents dependents = new Dependents();

  /**
   * @param send sends the request from its place
   * @param abandon gives back a place that came too late
   * @param failed what the application sees when there was none
   */
  QueuedResponse(
      CompletableFuture<Place> place,
      Lifecycle lifecycle,
      Function<Place, CompletableFuture<HttpResponse<T>>> send,
      Consumer<Place> abandon,
      Function<Throwable, Throwable> failed) {
    dependents.current = place;
    if (!lifecycle.begin(this)) {
      place.cancel(false);
      completeExceptionally(new IOException("closed"));
      return;
    }
    CompletableFuture<Void> unused =
        place.handleAsync(
            (granted, failure) -> {
              if (failure != null) {
                completeExceptionally(isCancelled() ? failure : failed.apply(cause(failure)));
                lifecycle.end(this);
                return null;
              }
              if (isDone()) {
                abandon.accept(granted);
                lifecycle.end(this);
              } else {
                send(granted, lifecycle, send);
              }
              return null;
            },
            Workers.SHARED);
  }

  private void send(
      Place granted,
      Lifecycle lifecycle,
      Function<Place, CompletableFuture<HttpResponse<T>>> send) {
    try {
      CompletableFuture<HttpResponse<T>> response = send.apply(granted);
      dependents.current = response;
      lifecycle.end(this); // the request itself is under way now
      CompletableFuture<?> unused =
          response.whenComplete(
              (r, failure) -> {
                if (failure == null) {
                  complete(r);
                } else {
                  completeExceptionally(cause(failure));
                }
              });
      if (isCancelled()) {
        response.cancel(true);
      }
    } catch (RuntimeException e) {
      lifecycle.end(this);
      completeExceptionally(e);
    }
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  @Override
  public void abort(IOException reason) {
    completeExceptionally(reason);
    dependents.cancel(true);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    return dependents.cancel(mayInterruptIfRunning) || cancelled;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new Dependent<>(dependents);
  }

  /** What is to be cancelled: the wait first, the request then. */
  private static final class Dependents {
    volatile @Nullable CompletableFuture<?> current;

    boolean cancel(boolean mayInterruptIfRunning) {
      CompletableFuture<?> target = current;
      return target != null && target.cancel(mayInterruptIfRunning);
    }
  }

  private static final class Dependent<U> extends CompletableFuture<U> {
    private final Dependents dependents;

    Dependent(Dependents dependents) {
      this.dependents = dependents;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean request = !isDone() && dependents.cancel(mayInterruptIfRunning);
      return super.cancel(mayInterruptIfRunning) || request;
    }

    @Override
    public <V> CompletableFuture<V> newIncompleteFuture() {
      return new Dependent<>(dependents);
    }
  }
}
