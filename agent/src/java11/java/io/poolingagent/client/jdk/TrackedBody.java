package io.poolingagent.client.jdk;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * The application's subscriber to a response's body, and the end of the body told to its lease
 * first.
 */
final class TrackedBody<T> implements HttpResponse.BodySubscriber<T> {
  private final HttpResponse.BodySubscriber<T> application;
  private final Lease<?> lease;
  private volatile Flow.Subscription subscription = NONE;

  private static final Flow.Subscription NONE =
      new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
      };

  TrackedBody(HttpResponse.BodySubscriber<T> application, Lease<?> lease) {
    this.application = application;
    this.lease = lease;
  }

  /**
   * Whether {@code getBody()} may block, as the JDK would ask it of the application's subscriber.
   */
  boolean needsExecutor() {
    return !(application instanceof ExecutorBody)
        && Internals.needsExecutor(Bodies.unwrap(application));
  }

  @Override
  public CompletionStage<T> getBody() {
    CompletionStage<T> body = application.getBody();
    if (application instanceof ExecutorBody) { // whose handler is not asked before it is its turn
      return body.thenApply(received -> Bodies.isStream(application) ? leased(received) : received);
    }
    return Bodies.isStream(application) ? body.thenApply(this::leased) : body;
  }

  @SuppressWarnings("unchecked") // T is InputStream here
  private T leased(T body) {
    if (!(body instanceof InputStream)) {
      return body;
    }
    return (T) new LeasedStream((InputStream) body);
  }

  /** Ends the transfer. */
  void abandon() {
    subscription.cancel();
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    try {
      application.onSubscribe(tracked(given));
    } catch (Throwable e) {
      lease.nobodyTakesBody(); // before the JDK calls onError
      throw e;
    }
  }

  private Flow.Subscription tracked(Flow.Subscription given) {
    return new Flow.Subscription() {
      @Override
      public void request(long n) {
        given.request(n);
      }

      @Override
      public void cancel() {
        try {
          given.cancel();
        } finally {
          lease.finish();
        }
      }
    };
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    application.onNext(item);
  }

  @Override
  public void onError(Throwable failure) {
    lease.finish();
    application.onError(failure);
  }

  @Override
  public void onComplete() {
    // The JDK has put the connection back by now, unless there was no body at all: then it does so
    // before it hands out the response.
    if (!isBodiless()) {
      lease.finish();
    }
    application.onComplete();
  }

  /** Ends the body as the JDK's {@code shutdownNow()} does. */
  void abort(IOException reason) {
    try {
      subscription.cancel();
    } finally {
      application.onError(reason);
    }
  }

  /** Whether the response has no body at all, so that nothing is received for it. */
  boolean isBodiless() {
    return subscription.getClass().getName().endsWith("MultiExchange$NullSubscription");
  }
}
