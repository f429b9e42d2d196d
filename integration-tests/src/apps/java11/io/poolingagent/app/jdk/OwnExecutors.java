package io.poolingagent.app.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Clients that have an executor each: what of the application runs where, and what comes of it when that throws. */
final class OwnExecutors {
  private static final int REPETITIONS = 3;

  private OwnExecutors() {}

  /** Each case several times, each time with a new client and a new executor. */
  static List<String> run(URI uri) throws Exception {
    List<String> seen = new ArrayList<>();
    HttpRequest get = HttpRequest.newBuilder(uri.resolve("/bytes/100000")).build();
    HttpRequest post =
        HttpRequest.newBuilder(uri.resolve("/echo")).POST(HttpRequest.BodyPublishers.ofString("sent")).build();
    HttpRequest published =
        HttpRequest.newBuilder(uri.resolve("/echo"))
            .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString("published")))
            .build();
    for (int i = 0; i < REPETITIONS; i++) {
      for (String throwing : new String[] {"", "apply", "getBody", "onSubscribe", "onNext", "onComplete"}) {
        seen.add(send("throws in " + throwing, get, new Traced(throwing)));
        seen.add(sendAsync("async, throws in " + throwing, get, new Traced(throwing)));
      }
      seen.add(send("POST", post, new Traced("")));
      seen.add(send("no body", HttpRequest.newBuilder(uri.resolve("/status/204")).build(), new Traced("")));
      seen.add(send("published", published, new Traced("")));
      seen.add(send("mapped", get, new Mapped()));
      seen.add(unread(get));
      seen.add(shutDown(get));
    }
    return seen;
  }

  private static ExecutorService executor(int threads) {
    return Executors.newFixedThreadPool(
        threads,
        task -> {
          Thread thread = new Thread(task, "its executor");
          thread.setDaemon(true);
          return thread;
        });
  }

  private static HttpClient client(ExecutorService executor) {
    return HttpClient.newBuilder().executor(executor).build();
  }

  private static String send(String name, HttpRequest request, Handler handler) throws InterruptedException {
    ExecutorService executor = executor(2);
    try {
      return told(name, handler, client(executor).send(request, handler));
    } catch (IOException | RuntimeException e) {
      return told(name, handler, e);
    } finally {
      executor.shutdown();
    }
  }

  private static String sendAsync(String name, HttpRequest request, Handler handler) throws Exception {
    ExecutorService executor = executor(1);
    try {
      return told(name, handler, client(executor).sendAsync(request, handler).get(20, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return told(name, handler, Objects.requireNonNull(e.getCause()));
    } finally {
      executor.shutdown();
    }
  }

  /** A stream that is dropped after its first byte. */
  private static String unread(HttpRequest request) throws Exception {
    ExecutorService executor = executor(2);
    try (InputStream body =
        client(executor).send(request, info -> HttpResponse.BodySubscribers.ofInputStream()).body()) {
      return "unread: " + (body.read() >= 0);
    } finally {
      executor.shutdown();
    }
  }

  /** Some JDKs fail such a request, others never end it. */
  private static String shutDown(HttpRequest request) throws InterruptedException {
    ExecutorService executor = executor(1);
    HttpClient client = client(executor);
    executor.shutdown();
    try {
      return "shut down: "
          + client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).get(1, TimeUnit.SECONDS).statusCode();
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      return "shut down: no answer";
    }
  }

  private static String told(String name, Handler handler, HttpResponse<String> response) {
    return name + ": " + response.statusCode() + " " + response.body().length() + " " + handler.calls();
  }

  private static String told(String name, Handler handler, Throwable failure) {
    StringBuilder text = new StringBuilder(name).append(": ");
    for (Throwable t = failure; t != null; t = t.getCause()) {
      text.append(t.getClass().getSimpleName()).append(' ').append(t.getMessage()).append(' ');
    }
    return text.append(handler.calls()).toString();
  }

  /** Notes on which threads it is called. */
  private abstract static class Handler implements HttpResponse.BodyHandler<String> {
    private final Set<String> calls = Collections.synchronizedSet(new TreeSet<>());
    private final String throwing;

    Handler(String throwing) {
      this.throwing = throwing;
    }

    void called(String method) {
      calls.add(method + " by " + Thread.currentThread().getName());
      if (method.equals(throwing)) {
        throw new IllegalStateException("thrown in " + method);
      }
    }

    /** Which of its methods were called; only by whom where one of them throws, for what else is called then is a race. */
    Set<String> calls() {
      Set<String> seen = new TreeSet<>();
      synchronized (calls) {
        for (String call : calls) {
          seen.add(throwing.isEmpty() ? call : call.substring(call.indexOf(" by ") + 1));
        }
      }
      return seen;
    }
  }

  private static final class Traced extends Handler {
    Traced(String throwing) {
      super(throwing);
    }

    @Override
    public HttpResponse.BodySubscriber<String> apply(HttpResponse.ResponseInfo info) {
      called("apply");
      HttpResponse.BodySubscriber<String> string = HttpResponse.BodySubscribers.ofString(UTF_8);
      return new HttpResponse.BodySubscriber<String>() {
        @Override
        public CompletionStage<String> getBody() {
          called("getBody");
          return string.getBody();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
          called("onSubscribe");
          string.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> item) {
          called("onNext");
          string.onNext(item);
        }

        @Override
        public void onError(Throwable failure) {
          called("onError");
          string.onError(failure);
        }

        @Override
        public void onComplete() {
          called("onComplete");
          string.onComplete();
        }
      };
    }
  }

  /** Reads the body where that is mapped, which blocks until it is there. */
  private static final class Mapped extends Handler {
    Mapped() {
      super("");
    }

    @Override
    public HttpResponse.BodySubscriber<String> apply(HttpResponse.ResponseInfo info) {
      called("apply");
      return HttpResponse.BodySubscribers.mapping(
          HttpResponse.BodySubscribers.ofInputStream(),
          body -> {
            called("map");
            try {
              return new String(body.readAllBytes(), UTF_8);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
