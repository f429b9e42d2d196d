package io.poolingagent.app.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * What an application may do with clients of the JDK's that it makes anew each time, and what comes of it. Each one starts with clients
 * that make the others share.
 */
final class JdkExperiments {

  private JdkExperiments() {}

  static List<String> run(String name, URI uri) throws Exception {
    switch (name) {
      case "unread":
        return unread(uri);
      case "contextLoader":
        return contextLoader(uri);
      case "credentials":
        return credentials(uri);
      case "credentialsAtOnce":
        return credentialsAtOnce(uri);
      case "noCredentials":
        return noCredentials(uri);
      case "continued":
        return continued(uri);
      case "executorShutdown":
        return executorShutdown(uri);
      case "handlerThrows":
        return refused(
            uri,
            info -> {
              throw new IllegalStateException("not this one");
            });
      case "subscriberThrows":
        return refused(uri, info -> new RefusingSubscriber());
      case "interruptedNeighbours":
        return interruptedNeighbours(uri);
      case "ownExecutors":
        return OwnExecutors.run(uri);
      case "cancel":
        return cancel(uri);
      case "described":
        return described(uri);
      case "published":
        return published(uri);
      case "selectorStopped":
        return selectorStopped(uri);
      case "closed":
        return closed(uri);
      case "closedWhileWaiting":
        return closedWhileWaiting(uri);
      default:
        throw new IllegalArgumentException("no special case named " + name);
    }
  }

  /** Each client has an executor of its own and publishes a body itself, as Selenium's do. */
  private static List<String> published(URI uri) throws Exception {
    List<String> seen = new ArrayList<>();
    ExecutorService executor = Executors.newCachedThreadPool();
    for (int i = 0; i < 5; i++) {
      HttpClient client = HttpClient.newBuilder().executor(executor::execute).build();
      HttpRequest post =
          HttpRequest.newBuilder(uri.resolve("/echo"))
              .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[10])))
              .build();
      seen.add(String.valueOf(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode()));
      seen.add(String.valueOf(fetch(client, uri, "/echo").statusCode()));
    }
    executor.shutdown();
    return seen;
  }

  /** Each client's thread is stopped after its answer, found by name as Apache CXF 4.1 does it. */
  private static List<String> selectorStopped(URI uri) throws Exception {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      HttpClient client = HttpClient.newHttpClient();
      HttpResponse<String> response =
          client.sendAsync(get(uri, "/echo"), HttpResponse.BodyHandlers.ofString()).get(20, TimeUnit.SECONDS);
      seen.add(String.valueOf(response.statusCode()));
      String description = client.toString();
      String id = description.substring(description.lastIndexOf('(') + 1, description.length() - 1);
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().equals("HttpClient-" + id + "-SelectorManager")) {
          thread.interrupt();
          thread.join(10_000);
        }
      }
    }
    return seen;
  }

  private static HttpRequest get(URI uri, String path) {
    return HttpRequest.newBuilder(uri.resolve(path)).build();
  }

  private static HttpResponse<String> fetch(HttpClient client, URI uri, String path) throws Exception {
    return client.send(get(uri, path), HttpResponse.BodyHandlers.ofString());
  }

  /** What continues a request sends the next one, as reactive code does. */
  private static List<String> continued(URI uri) throws Exception {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      HttpClient client = HttpClient.newHttpClient();
      seen.add(
          client
              .sendAsync(get(uri, "/late"), HttpResponse.BodyHandlers.discarding())
              .thenApply(
                  first -> {
                    try {
                      return "next " + fetch(client, uri, "/echo").statusCode();
                    } catch (Exception e) {
                      return "next " + e;
                    }
                  })
              .get(30, TimeUnit.SECONDS));
    }
    return seen;
  }

  /** Three big answers that nobody reads, then others. */
  private static List<String> unread(URI uri) throws Exception {
    fetch(HttpClient.newHttpClient(), uri, "/warm");
    fetch(HttpClient.newHttpClient(), uri, "/warm");
    List<HttpResponse<InputStream>> open = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      open.add(
          HttpClient.newHttpClient()
              .send(get(uri, "/bytes/40000000"), HttpResponse.BodyHandlers.ofInputStream()));
    }
    List<String> seen = new ArrayList<>();
    try {
      // The unread ones take up the connection's window little by little: so many, until it is full.
      for (int i = 0; i < 60; i++) {
        HttpClient.newHttpClient()
            .sendAsync(get(uri, "/bytes/1000000"), HttpResponse.BodyHandlers.ofByteArray())
            .get(15, TimeUnit.SECONDS);
      }
      seen.add("others succeed");
    } catch (TimeoutException e) {
      seen.add("another hangs");
    }
    for (HttpResponse<InputStream> response : open) {
      response.body().close();
    }
    return seen;
  }

  /** Clients built in one context class loader after others were built in another. */
  private static List<String> contextLoader(URI uri) throws Exception {
    List<String> seen = new ArrayList<>();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    for (String name : new String[] {"first", "second", "third"}) {
      ClassLoader loader = new URLClassLoader(new URL[0], before);
      Thread.currentThread().setContextClassLoader(loader);
      try {
        HttpResponse<String> response =
            HttpClient.newHttpClient()
                .send(
                    get(uri, "/echo"),
                    info ->
                        HttpResponse.BodySubscribers.mapping(
                            HttpResponse.BodySubscribers.discarding(),
                            nothing -> loaderIs(loader, before)));
        seen.add(name + " " + response.body());
      } finally {
        Thread.currentThread().setContextClassLoader(before);
      }
    }
    return seen;
  }

  private static String loaderIs(ClassLoader builders, ClassLoader system) {
    ClassLoader current = Thread.currentThread().getContextClassLoader();
    return current == builders ? "builder's" : current == system ? "system" : String.valueOf(current);
  }

  /** One authenticator that answers for another user each time. */
  private static List<String> credentials(URI uri) throws Exception {
    String[] user = new String[1];
    Authenticator authenticator =
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication(user[0], "secret".toCharArray());
          }
        };
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      user[0] = i % 2 == 0 ? "alice" : "bob";
      HttpClient client = HttpClient.newBuilder().authenticator(authenticator).build();
      seen.add(fetch(client, uri, "/auth").body());
    }
    return seen;
  }

  private static HttpClient clientOf(@Nullable String user) {
    return HttpClient.newBuilder()
        .authenticator(
            new Authenticator() {
              @Override
              protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                return user == null ? null : new PasswordAuthentication(user, "secret".toCharArray());
              }
            })
        .build();
  }

  /** Many users at once, each of whom asks twice: the second time the client knows what to say. */
  private static List<String> credentialsAtOnce(URI uri) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<String>> users = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String user = "user" + i;
        users.add(
            () -> {
              HttpClient client = clientOf(user);
              String whole = "hello Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes(UTF_8));
              boolean first = fetch(client, uri, "/auth").body().equals(whole);
              boolean second =
                  client
                      .sendAsync(get(uri, "/auth"), HttpResponse.BodyHandlers.ofString())
                      .get()
                      .body()
                      .equals(whole);
              return first && second ? "own" : "another's";
            });
      }
      List<String> seen = new ArrayList<>();
      for (Future<String> user : threads.invokeAll(users)) {
        seen.add(user.get());
      }
      // Of those who have an authenticator nothing is left for those who have none.
      seen.add(fetch(HttpClient.newHttpClient(), uri, "/auth").body());
      seen.add(fetch(HttpClient.newHttpClient(), uri, "/auth").body());
      return seen;
    } finally {
      threads.shutdown();
    }
  }

  /** Nobody knows what to answer, on a connection that was used before. */
  private static List<String> noCredentials(URI uri) throws Exception {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      seen.add(fetch(clientOf(null), uri, "/echo").statusCode() + "");
    }
    try {
      seen.add(fetch(clientOf(null), uri, "/auth").body());
    } catch (IOException failed) {
      seen.add(failed.getMessage());
    }
    return seen;
  }

  /** Clients on an executor that is shut down, then clients without one. */
  private static List<String> executorShutdown(URI uri) throws Exception {
    List<String> seen = new ArrayList<>();
    ExecutorService executor = Executors.newFixedThreadPool(2);
    for (int i = 0; i < 3; i++) {
      seen.add("executor " + fetch(HttpClient.newBuilder().executor(executor).build(), uri, "/echo").statusCode());
    }
    executor.shutdown();
    for (int i = 0; i < 3; i++) {
      seen.add("none " + fetch(HttpClient.newHttpClient(), uri, "/echo").statusCode());
    }
    return seen;
  }

  /** A body handler that does not take the body. */
  private static List<String> refused(URI uri, HttpResponse.BodyHandler<String> handler)
      throws Exception {
    try {
      HttpClient.newHttpClient().send(get(uri, "/bytes/100000"), handler);
      return List.of("answered");
    } catch (IOException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  /** Does not take the body, and says so only when it comes. */
  private static final class RefusingSubscriber implements HttpResponse.BodySubscriber<String> {
    private final CompletableFuture<String> body = new CompletableFuture<>();

    @Override
    public CompletionStage<String> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      throw new IllegalStateException("not this one");
    }

    @Override
    public void onNext(List<ByteBuffer> item) {}

    @Override
    public void onError(Throwable failure) {
      body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      body.complete("");
    }
  }

  /** What happens to requests whose neighbours on a connection are interrupted all the time, in each of their phases. */
  private static List<String> interruptedNeighbours(URI uri) throws Exception {
    Set<String> failures = ConcurrentHashMap.newKeySet();
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      boolean interrupted = i % 2 == 0;
      Thread thread =
          new Thread(
              () -> {
                for (int request = 0; interrupted ? !over.get() : request < 60; request++) {
                  try {
                    fetch(HttpClient.newHttpClient(), uri, "/echo");
                  } catch (Exception e) {
                    if (!interrupted) {
                      failures.add(e.toString());
                    }
                  }
                }
              });
      thread.start();
      all.add(thread);
    }
    Random random = new Random(7);
    while (all.get(1).isAlive() || all.get(3).isAlive() || all.get(5).isAlive() || all.get(7).isAlive()) {
      all.get(2 * random.nextInt(4)).interrupt();
      Thread.sleep(0, random.nextInt(900_000));
    }
    over.set(true);
    for (Thread thread : all) {
      thread.join();
    }
    return new ArrayList<>(failures);
  }

  /** Cancels a request that the server does not answer, and the future made from another. */
  private static List<String> cancel(URI uri) throws Exception {
    fetch(HttpClient.newHttpClient(), uri, "/echo");
    fetch(HttpClient.newHttpClient(), uri, "/echo");
    List<String> seen = new ArrayList<>();
    for (boolean dependent : new boolean[] {false, true}) {
      CompletableFuture<HttpResponse<String>> response =
          HttpClient.newHttpClient().sendAsync(get(uri, "/never"), HttpResponse.BodyHandlers.ofString());
      Thread.sleep(300);
      CompletableFuture<?> future = dependent ? response.thenApply(HttpResponse::body) : response;
      seen.add(Boolean.toString(future.cancel(true)));
    }
    return seen;
  }

  private static HttpClient manyThingsSet() {
    return HttpClient.newBuilder()
        .connectTimeout(Duration.ofSeconds(7))
        .followRedirects(HttpClient.Redirect.ALWAYS)
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(HttpClient.Builder.NO_PROXY)
        .build();
  }

  private static List<String> described(URI uri) throws Exception {
    fetch(manyThingsSet(), uri, "/echo");
    HttpClient client = manyThingsSet();
    fetch(client, uri, "/echo");
    List<String> seen = new ArrayList<>();
    seen.add(client.toString().replaceFirst("@[0-9a-f]+\\([0-9]+\\)", "@(n)"));
    seen.add("connectTimeout " + client.connectTimeout());
    seen.add("followRedirects " + client.followRedirects());
    seen.add("version " + client.version());
    seen.add("proxy " + (client.proxy().orElseThrow(IllegalStateException::new) == HttpClient.Builder.NO_PROXY));
    seen.add("executor " + client.executor());
    seen.add("authenticator " + client.authenticator());
    seen.add("cookieHandler " + client.cookieHandler());
    seen.add("sslContext " + (client.sslContext() == javax.net.ssl.SSLContext.getDefault()));
    SSLParameters parameters = client.sslParameters();
    seen.add("sslParameters " + (client.sslParameters() == parameters));
    seen.add("protocols " + String.join(",", client.sslParameters().getProtocols()));
    return seen;
  }

  /** The table of outcomes of a closed client, JDK 21 and later. */
  private static List<String> closed(URI uri) throws Exception {
    List<String> seen = new ArrayList<>();
    fetch(HttpClient.newHttpClient(), uri, "/echo");
    HttpClient other = HttpClient.newHttpClient();
    HttpClient client = HttpClient.newHttpClient();
    fetch(client, uri, "/echo");
    seen.add("fresh isTerminated " + call(client, "isTerminated"));
    call(client, "shutdown");
    seen.add("awaitTermination " + await(client, 5));
    seen.add("isTerminated " + call(client, "isTerminated"));
    try {
      fetch(client, uri, "/echo");
      seen.add("send succeeds");
    } catch (java.io.IOException e) {
      seen.add("send " + e + " <- " + e.getCause());
    }
    CompletableFuture<?> failed =
        client.sendAsync(get(uri, "/echo"), HttpResponse.BodyHandlers.ofString());
    try {
      failed.get();
    } catch (ExecutionException e) {
      seen.add("sendAsync " + e.getCause());
    }
    seen.add("other " + fetch(other, uri, "/echo").statusCode());
    return seen;
  }

  /** The same with a request under way. */
  private static List<String> closedWhileWaiting(URI uri) throws Exception {
    List<String> seen = new ArrayList<>();
    fetch(HttpClient.newHttpClient(), uri, "/echo");
    HttpClient closed = HttpClient.newHttpClient();
    CompletableFuture<HttpResponse<String>> slow =
        closed.sendAsync(get(uri, "/delay/500"), HttpResponse.BodyHandlers.ofString());
    call(closed, "close");
    // The JDK's own may complete it a moment after that.
    seen.add("close waits for " + slow.get(200, TimeUnit.MILLISECONDS).statusCode());
    HttpClient now = HttpClient.newHttpClient();
    HttpClient other = HttpClient.newHttpClient();
    CompletableFuture<HttpResponse<String>> never =
        now.sendAsync(get(uri, "/never"), HttpResponse.BodyHandlers.ofString());
    CompletableFuture<HttpResponse<String>> others =
        other.sendAsync(get(uri, "/delay/500"), HttpResponse.BodyHandlers.ofString());
    Thread.sleep(200);
    call(now, "shutdownNow");
    try {
      never.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      seen.add("async " + e.getCause());
    }
    seen.add("awaitTermination " + await(now, 5));
    HttpClient sync = HttpClient.newHttpClient();
    Thread closer =
        new Thread(
            () -> {
              try {
                Thread.sleep(200);
                call(sync, "shutdownNow");
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    closer.start();
    try {
      fetch(sync, uri, "/never");
    } catch (java.io.IOException e) {
      seen.add("sync " + e + " interrupted=" + Thread.interrupted());
    }
    closer.join();
    seen.add("other " + others.get().statusCode());
    return seen;
  }

  private static Object call(HttpClient client, String method) throws Exception {
    return String.valueOf((Object) HttpClient.class.getMethod(method).invoke(client));
  }

  private static Object await(HttpClient client, int seconds) throws Exception {
    return HttpClient.class
        .getMethod("awaitTermination", Duration.class)
        .invoke(client, Duration.ofSeconds(seconds));
  }
}
