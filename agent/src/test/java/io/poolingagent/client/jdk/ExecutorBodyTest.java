package io.poolingagent.client.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What is told to the application, and when. */
class ExecutorBodyTest {
  private static final HttpResponse.ResponseInfo INFO =
      new HttpResponse.ResponseInfo() {
        @Override
        public int statusCode() {
          return 200;
        }

        @Override
        public HttpHeaders headers() {
          return HttpHeaders.of(Map.of(), (name, value) -> true);
        }

        @Override
        public HttpClient.Version version() {
          return HttpClient.Version.HTTP_1_1;
        }
      };

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private boolean cancelled;

  private final Flow.Subscription subscription =
      new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {
          cancelled = true;
        }
      };

  private void runTasks() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  /** Answers what it was told, and throws where it is to. */
  private final class Told implements HttpResponse.BodySubscriber<String> {
    private final CompletableFuture<String> body = new CompletableFuture<>();
    private final String throwing;

    Told(String throwing) {
      this.throwing = throwing;
      tell("apply");
    }

    private void tell(String what) {
      told.add(what);
      if (what.equals(throwing)) {
        throw new IllegalStateException(what);
      }
    }

    @Override
    public CompletionStage<String> getBody() {
      tell("getBody");
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      tell("onSubscribe");
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
      tell("onNext " + item.size());
    }

    @Override
    public void onError(Throwable failure) {
      tell("onError " + failure.getMessage());
      body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      tell("onComplete");
      body.complete(String.join(" ", told));
    }
  }

  private ExecutorBody<String> received(String throwing) {
    ExecutorBody<String> body = ExecutorBody.apply(info -> new Told(throwing), INFO, tasks::add);
    body.onSubscribe(subscription);
    body.onNext(List.of(ByteBuffer.allocate(1)));
    body.onNext(List.of());
    body.onComplete();
    return body;
  }

  @Test
  void nothingOfTheApplicationRunsButOnItsExecutorAndThereInOrder() {
    ExecutorBody<String> body = received("");
    assertThat(told).isEmpty();
    assertThat(body.getBody().toCompletableFuture()).isNotDone();

    runTasks();
    assertThat(told)
        .contains("getBody")
        .filteredOn(call -> !call.equals("getBody"))
        .containsExactly("apply", "onSubscribe", "onNext 1", "onNext 0", "onComplete");
    assertThat(body.getBody().toCompletableFuture().join()).endsWith("onComplete");
    assertThat(cancelled).isFalse();
  }

  @Test
  void whatThrowsEndsTheTransferAndIsToldOnce() {
    for (String throwing : List.of("apply", "getBody", "onSubscribe", "onNext 1", "onComplete")) {
      told.clear();
      cancelled = false;
      ExecutorBody<String> body = received(throwing);
      runTasks();
      assertThat(cancelled).as(throwing).isTrue();
      assertThat(body.getBody().toCompletableFuture()).as(throwing).isCompletedExceptionally();
      assertThat(told.stream().filter(call -> call.startsWith("onError")).toList())
          .isEqualTo(throwing.equals("apply") ? List.of() : List.of("onError " + throwing));
    }
  }

  @Test
  void anExecutorThatRejectsEndsTheTransfer() {
    ExecutorBody<String> body =
        ExecutorBody.apply(
            info -> new Told(""),
            INFO,
            task -> {
              throw new RejectedExecutionException("full");
            });
    body.onSubscribe(subscription);
    body.onComplete();
    assertThat(cancelled).isTrue();
    assertThat(body.getBody().toCompletableFuture()).isCompletedExceptionally();
    assertThat(told).isEmpty();
  }

  @Test
  void anExecutorThatRunsAtOnceDoes() {
    ExecutorBody<String> body = ExecutorBody.apply(info -> new Told(""), INFO, Runnable::run);
    body.onSubscribe(subscription);
    body.onComplete();
    assertThat(told).containsExactly("apply", "getBody", "onSubscribe", "onComplete");
  }
}
