package io.poolingagent.client.jdk;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Runs body handlers in the context class loader that they have on the JDK's own worker threads
 * before JDK 19: that of the code which built the client. A shared worker thread has none of its
 * own.
 */
final class ContextBody<T> implements HttpResponse.BodySubscriber<T> {
  private final HttpResponse.BodySubscriber<T> application;
  private final ClassLoader loader;

  ContextBody(HttpResponse.BodySubscriber<T> application, ClassLoader loader) {
    this.application = application;
    this.loader = loader;
  }

  /** What the handler answers when it is run in this context. */
  static <T> HttpResponse.BodySubscriber<T> apply(
      HttpResponse.BodyHandler<T> handler, HttpResponse.ResponseInfo info, ClassLoader loader) {
    ClassLoader before = enter(loader);
    try {
      return handler.apply(info);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static ClassLoader enter(ClassLoader loader) {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    return before;
  }

  private void run(Runnable callback) {
    ClassLoader before = enter(loader);
    try {
      callback.run();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** The application's subscriber. */
  HttpResponse.BodySubscriber<T> application() {
    return application;
  }

  @Override
  public CompletionStage<T> getBody() {
    ClassLoader before = enter(loader);
    try {
      return application.getBody();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    run(() -> application.onSubscribe(subscription));
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    run(() -> application.onNext(item));
  }

  @Override
  public void onError(Throwable failure) {
    run(() -> application.onError(failure));
  }

  @Override
  public void onComplete() {
    run(application::onComplete);
  }
}
