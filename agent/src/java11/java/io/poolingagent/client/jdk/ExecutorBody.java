package io.poolingagent.client.jdk;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the application's body handler, and the subscriber that it answers, on the executor of the
 * application's client, one call after the other. On a client of its own the JDK would run them
 * there as well; a lane runs on threads that are nobody's, and none of them ever waits for an
 * executor of the application's, which may be busy or gone. Thread-safe.
 */
final class ExecutorBody<T> implements HttpResponse.BodySubscriber<T> {
  private final HttpResponse.BodyHandler<T> handler;
  private final HttpResponse.ResponseInfo info;
  private final Executor executor;
  private final CompletableFuture<T> body = new CompletableFuture<>();

  private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();

  /** Calls that have not been made, the one that is being made included. */
  private final AtomicInteger pending = new AtomicInteger();

  private volatile Flow.@Nullable Subscription subscription;

  /** What the handler has answered; null before. */
  private volatile HttpResponse.@Nullable BodySubscriber<T> application;

  /** Whether a call has thrown, or could not be made: the application is told nothing more. */
  private volatile boolean failed;

  private ExecutorBody(
      HttpResponse.BodyHandler<T> handler, HttpResponse.ResponseInfo info, Executor executor) {
    this.handler = handler;
    this.info = info;
    this.executor = executor;
  }

  /** What stands for the answer of this handler, which is about to be asked. */
  static <T> ExecutorBody<T> apply(
      HttpResponse.BodyHandler<T> handler, HttpResponse.ResponseInfo info, Executor executor) {
    ExecutorBody<T> body = new ExecutorBody<>(handler, info, executor);
    body.call(body::askHandler);
    return body;
  }

  private void askHandler() {
    HttpResponse.BodySubscriber<T> answered = Objects.requireNonNull(handler.apply(info));
    application = answered;
    if (Internals.needsExecutor(answered)) {
      // May block until the body has arrived, and so must not stand in the way of its parts.
      execute(() -> askForBody(answered));
    } else {
      askForBody(answered);
    }
  }

  private void askForBody(HttpResponse.BodySubscriber<T> answered) {
    try {
      CompletionStage<?> unused =
          answered
              .getBody()
              .whenComplete(
                  (received, failure) -> {
                    if (failure == null) {
                      body.complete(received);
                    } else {
                      body.completeExceptionally(failure);
                    }
                  });
    } catch (Throwable e) {
      call(() -> fail(e));
    }
  }

  /** The application's subscriber, as far as it is known. */
  HttpResponse.BodySubscriber<T> application() {
    HttpResponse.BodySubscriber<T> known = application;
    return known == null ? this : known;
  }

  // ---- one call after the other

  private void call(Runnable one) {
    calls.add(one);
    if (pending.getAndIncrement() == 0) {
      execute(this::makeCalls);
    }
  }

  private void execute(Runnable task) {
    try {
      executor.execute(task);
    } catch (Throwable rejected) {
      end(rejected);
    }
  }

  private void makeCalls() {
    do {
      Runnable next = Objects.requireNonNull(calls.poll());
      if (!failed) {
        try {
          next.run();
        } catch (Throwable e) {
          fail(e);
        }
      }
    } while (pending.decrementAndGet() > 0);
  }

  /** As the JDK does when code of the application's throws. */
  private void fail(Throwable failure) {
    HttpResponse.BodySubscriber<T> known = application;
    if (known != null) {
      try {
        known.onError(failure);
      } catch (Throwable second) {
        failure.addSuppressed(second);
      }
    }
    end(failure);
  }

  private void end(Throwable failure) {
    failed = true;
    body.completeExceptionally(failure); // before the JDK fails it for having been cancelled
    Flow.Subscription given = subscription;
    if (given != null) {
      given.cancel();
    }
  }

  // ---- the subscriber that the lane knows

  @Override
  public CompletionStage<T> getBody() {
    return body;
  }

  /** What the application asks of the lane is done on the application's thread, as by the JDK. */
  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (failed) {
      given.cancel();
    } else {
      call(() -> subscriber().onSubscribe(given));
    }
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    call(() -> subscriber().onNext(item));
  }

  @Override
  public void onError(Throwable failure) {
    call(() -> subscriber().onError(failure));
  }

  @Override
  public void onComplete() {
    call(() -> subscriber().onComplete());
  }

  private HttpResponse.BodySubscriber<T> subscriber() {
    return Objects.requireNonNull(application); // its handler was the first call
  }
}
