package io.poolingagent.client.jdk;

import io.poolingagent.pool.Permit;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request that waits for its permit. Like the JDK's futures, it and those made
 * from it cancel the request when they are cancelled, wherever that has got to. Thread-safe.
 */
final class QueuedResponse<T> extends CompletableFuture<HttpResponse<T>>
    implements Lifecycle.Operation {
  private final Dependents dependents = new Dependents();

  /**
   * @param send sends the request with the permit
   * @param exhausted what the application sees when there was none in time
   */
  QueuedResponse(
      CompletableFuture<Permit> permit,
      Lifecycle lifecycle,
      Function<Permit, CompletableFuture<HttpResponse<T>>> send,
      Function<Throwable, Throwable> exhausted) {
    dependents.current = permit;
    if (!lifecycle.begin(this)) {
      permit.cancel(false);
      completeExceptionally(new IOException("closed"));
      return;
    }
    CompletableFuture<Void> unused =
        permit.handleAsync(
            (granted, failure) -> {
              if (failure != null) {
                completeExceptionally(isCancelled() ? failure : exhausted.apply(cause(failure)));
                lifecycle.end(this);
                return null;
              }
              send(granted, lifecycle, send);
              return null;
            },
            Workers.SHARED);
  }

  private void send(
      Permit granted,
      Lifecycle lifecycle,
      Function<Permit, CompletableFuture<HttpResponse<T>>> send) {
    if (isDone()) {
      granted.release();
      lifecycle.end(this);
      return;
    }
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
