package io.poolingagent.app;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Many requests on many threads, each by a fresh client, half of them POST with a body that no
 * other has, to servers that are chosen by chance. What went wrong is told one by one, with the
 * time of day at its beginning and its end, so that a test can say what the server did just then.
 */
final class Storm {

  private final Library library;
  private final Config config;
  private final Map<String, String> targets = new TreeMap<>();
  private final String prefix;
  private final @Nullable String answer;
  private final int pauseMillis;
  private final int timeoutMillis;
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

  /**
   * Describes the application.
   *
   * @param prefix of the names of its requests
   * @param answer of each server, null for the name of the request
   * @param pauseMillis between two requests of a thread, up to twice as long
   */
  Storm(
      Library library,
      Config config,
      String prefix,
      @Nullable String answer,
      int pauseMillis,
      int timeoutMillis) {
    this.library = library;
    this.config = config;
    this.prefix = prefix;
    this.answer = answer;
    this.pauseMillis = pauseMillis;
    this.timeoutMillis = timeoutMillis;
  }

  /** Sends to this server, too. */
  void target(String name, String url) {
    targets.put(name, url);
  }

  /** Answers a line for each request that failed. */
  List<String> run(int requests, int threads, long seed) throws InterruptedException {
    List<Thread> workers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int first = t;
      Thread worker =
          new Thread(
              () -> {
                Random random = new Random(seed * 31 + first);
                for (int i = first; i < requests; i += threads) {
                  one(i, random);
                }
              },
              "app-" + t);
      workers.add(worker);
      worker.start();
    }
    for (Thread worker : workers) {
      worker.join();
    }
    return failures;
  }

  private void one(int number, Random random) {
    String name = prefix + number;
    List<String> names = new ArrayList<>(targets.keySet());
    String target = names.get(random.nextInt(names.size()));
    boolean post = random.nextBoolean();
    int pause = pauseMillis == 0 ? 0 : random.nextInt(2 * pauseMillis);
    long start = System.currentTimeMillis();
    Reply reply;
    try {
      Thread.sleep(pause);
      start = System.currentTimeMillis();
      Object client = library.newClient(config);
      reply = library.call(client, call(name, post, targets.get(target) + name));
      library.cleanUp(client);
    } catch (Exception | LinkageError e) {
      reply = Reply.failed(e);
    }
    String line = reply.toString();
    String body = answer == null ? name : answer;
    if (!line.startsWith("status=200\t") || !line.contains("\tbody=" + body + "\t")) {
      reply
          .with("request", name)
          .with("target", target)
          .with("method", post ? "POST" : "GET")
          .with("start", Long.toString(start))
          .with("end", Long.toString(System.currentTimeMillis()));
      failures.add(reply.toString());
    }
  }

  private Call call(String name, boolean post, String url) {
    return new Call(
        post ? "POST" : "GET",
        url,
        post ? name : null,
        Collections.emptyMap(),
        timeoutMillis,
        Call.Read.FULL);
  }
}
