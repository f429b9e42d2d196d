package io.poolingagent.app;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The command loop. A command is one line, {@code name TAB key=value TAB ...}; its answer is any
 * number of lines that start with {@code >}, ended by a line that starts with {@code .} (done) or
 * {@code !} (the program itself failed). The end of standard input ends the program.
 *
 * <ul>
 *   <li>{@code fetch}: requests by fresh clients ({@code clients}, {@code requests} per client,
 *       {@code threads} of them at once), or by a client kept before ({@code use}, {@code keep});
 *       one answer line for each request, in order. {@code signal} is a port of the test's at which
 *       to hear when to do what {@code on} says: {@code cancel} the call, {@code interrupt} its
 *       thread, {@code cleanup} the client.
 *   <li>{@code cleanup}: the documented clean-up calls on the kept client {@code use}.
 *   <li>{@code forget}: drops the kept client {@code use}.
 *   <li>{@code special}: an experiment of one library.
 *   <li>{@code load}: as many requests as it can in {@code millis}, by one client ({@code kept}) or
 *       a fresh one each; with {@code origins} to so many addresses of this machine in turn instead
 *       of {@code localhost}.
 *   <li>{@code storm}: many requests by fresh clients to the servers {@code target.NAME}, see
 *       {@link Storm}; one answer line for each that failed.
 *   <li>{@code stat}: threads, open files and live heap of this JVM, after a garbage collection.
 * </ul>
 */
public final class Program {

  private static final Map<String, Object> KEPT = new ConcurrentHashMap<>();

  private final Library library;

  private Program(Library library) {
    this.library = library;
  }

  /** Runs the loop until standard input ends, then ends the JVM. */
  public static void run(Library library) throws IOException {
    PrintStream out = new PrintStream(System.out, false, "UTF-8");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    out.println(". ready");
    out.flush();
    Program program = new Program(library);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      try {
        for (String answer : program.command(line)) {
          out.println("> " + answer);
        }
        out.println(".");
      } catch (Exception | LinkageError e) {
        out.println("! " + Reply.failed(e));
      }
      out.flush();
    }
    // Client libraries leave threads that are no daemons; an application ends all the same.
    System.exit(0);
  }

  private List<String> command(String line) throws Exception {
    String[] words = line.split("\t", -1);
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      options.put(words[i].substring(0, equals), words[i].substring(equals + 1));
    }
    switch (words[0]) {
      case "fetch":
        return fetch(options);
      case "cleanup":
        library.cleanUp(kept(options));
        return new ArrayList<>();
      case "forget":
        KEPT.remove(options.get("use"));
        return new ArrayList<>();
      case "special":
        return special(options);
      case "load":
        return load(options);
      case "storm":
        return storm(options);
      case "stat":
        return stat();
      default:
        throw new IllegalArgumentException("unknown command " + words[0]);
    }
  }

  private static Object kept(Map<String, String> options) {
    Object client = KEPT.get(options.get("use"));
    if (client == null) {
      throw new IllegalArgumentException("no client is kept as " + options.get("use"));
    }
    return client;
  }

  private List<String> special(Map<String, String> options) throws Exception {
    Object client = options.containsKey("use") ? kept(options) : library.newClient(config(options));
    List<String> lines = new ArrayList<>();
    for (String answer : library.special(option(options, "name", ""), client, call(options))) {
      lines.add(answer);
    }
    return lines;
  }

  private List<String> load(Map<String, String> options) throws Exception {
    Object client = null;
    if (Boolean.parseBoolean(options.get("kept"))) {
      client = KEPT.get("load");
      if (client == null) {
        client = library.newClient(config(options));
        KEPT.put("load", client);
      }
    }
    Load load =
        new Load(library, config(options), client, Boolean.parseBoolean(options.get("cleanup")));
    return Collections.singletonList(
        load.run(calls(options), number(options, "threads", 4), number(options, "millis", 1000)));
  }

  /** One for each of {@code origins}: 127.0.1.1 and so on. */
  private static List<Call> calls(Map<String, String> options) {
    int origins = number(options, "origins", 1);
    if (origins == 1) {
      return Collections.singletonList(call(options));
    }
    String url = option(options, "url", "");
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < origins; i++) {
      Map<String, String> own = new HashMap<>(options);
      own.put("url", url.replace("localhost", "127.0." + (1 + i / 250) + "." + (1 + i % 250)));
      calls.add(call(own));
    }
    return calls;
  }

  private List<String> storm(Map<String, String> options) throws InterruptedException {
    Storm storm =
        new Storm(
            library,
            config(options),
            option(options, "prefix", ""),
            options.get("answer"),
            number(options, "pause", 0),
            number(options, "timeout", 0));
    for (Map.Entry<String, String> option : options.entrySet()) {
      if (option.getKey().startsWith("target.")) {
        storm.target(option.getKey().substring("target.".length()), option.getValue());
      }
    }
    return storm.run(
        number(options, "requests", 1), number(options, "threads", 1), number(options, "seed", 0));
  }

  private List<String> fetch(Map<String, String> options) throws InterruptedException {
    int clients = number(options, "clients", 1);
    int requests = number(options, "requests", 1);
    int threads = number(options, "threads", 1);
    @Nullable String[] answers = new String[clients * requests];
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> workers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int first = t;
      Thread worker =
          new Thread(
              () -> {
                try {
                  start.await();
                } catch (InterruptedException e) {
                  return;
                }
                for (int c = first; c < clients; c += threads) {
                  oneClient(options, requests, answers, c * requests);
                }
              },
              "app-" + t);
      workers.add(worker);
      worker.start();
    }
    start.countDown();
    for (Thread worker : workers) {
      worker.join();
    }
    boolean quiet = Boolean.parseBoolean(options.get("quiet"));
    Map<String, Integer> summary = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (String answer : answers) {
      String line = String.valueOf(answer);
      if (quiet) {
        summary.merge(
            line.contains("\t") ? line.substring(0, line.indexOf('\t')) : line, 1, Integer::sum);
      } else {
        lines.add(line);
      }
    }
    for (Map.Entry<String, Integer> kind : summary.entrySet()) {
      lines.add(kind.getKey() + "\tcount=" + kind.getValue());
    }
    return lines;
  }

  private void oneClient(
      Map<String, String> options, int requests, @Nullable String[] answers, int offset) {
    Object client;
    try {
      client = options.containsKey("use") ? kept(options) : library.newClient(config(options));
    } catch (Exception | LinkageError e) {
      for (int r = 0; r < requests; r++) {
        answers[offset + r] = Reply.failed(e).with("moment", "newClient").toString();
      }
      return;
    }
    if (options.containsKey("keep")) {
      KEPT.put(option(options, "keep", ""), client);
    }
    for (int r = 0; r < requests; r++) {
      answers[offset + r] = oneRequest(client, options);
    }
    if (Boolean.parseBoolean(options.get("cleanup"))) {
      try {
        library.cleanUp(client);
      } catch (Exception | LinkageError e) {
        answers[offset + requests - 1] = Reply.failed(e).with("moment", "cleanUp").toString();
      }
    }
  }

  private String oneRequest(Object client, Map<String, String> options) {
    long start = System.nanoTime();
    Reply reply;
    Call call = call(options);
    try (Signal signal = signal(options, client, call)) {
      if (Boolean.parseBoolean(options.get("async"))) {
        CompletableFuture<Reply> future = library.callAsync(client, call);
        reply = future.get(60, TimeUnit.SECONDS);
      } else {
        reply = library.call(client, call);
        reply.with("thread", Thread.currentThread().getName());
      }
    } catch (java.util.concurrent.ExecutionException | CompletionException e) {
      Throwable cause = e.getCause();
      reply = Reply.failed(cause == null ? e : cause).with("moment", "future");
    } catch (TimeoutException e) {
      reply = Reply.failed(e).with("moment", "never");
    } catch (Exception | LinkageError e) {
      reply = Reply.failed(e).with("moment", "call");
    }
    if (options.containsKey("signal")) {
      reply.with("interrupted", Boolean.toString(Thread.interrupted()));
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    return reply.with("millis", Long.toString(millis)).toString();
  }

  /** Does what the test wants done during the call, when its server says that it is time. */
  private @Nullable Signal signal(Map<String, String> options, Object client, Call call)
      throws IOException {
    if (!options.containsKey("signal")) {
      return null;
    }
    Thread caller = Thread.currentThread();
    int port = number(options, "signal", 0);
    switch (option(options, "on", "")) {
      case "cancel":
        return new Signal(port, call::cancel);
      case "interrupt":
        return new Signal(port, caller::interrupt);
      case "cleanup":
        return new Signal(
            port,
            () -> {
              try {
                library.cleanUp(client);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
      default:
        throw new IllegalArgumentException("on=" + options.get("on"));
    }
  }

  private static Call call(Map<String, String> options) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, String> option : options.entrySet()) {
      if (option.getKey().startsWith("header.")) {
        headers.put(option.getKey().substring("header.".length()), option.getValue());
      }
    }
    return new Call(
        option(options, "method", "GET"),
        option(options, "url", ""),
        options.get("body"),
        headers,
        number(options, "timeout", 0),
        Call.Read.valueOf(option(options, "read", "FULL")));
  }

  private static Config config(Map<String, String> options) {
    Map<String, String> settings = new HashMap<>();
    for (Map.Entry<String, String> option : options.entrySet()) {
      if (option.getKey().startsWith("config.")) {
        settings.put(option.getKey().substring("config.".length()), option.getValue());
      }
    }
    return new Config(settings);
  }

  private static String option(Map<String, String> options, String name, String otherwise) {
    String value = options.get(name);
    return value == null ? otherwise : value;
  }

  private static int number(Map<String, String> options, String name, int otherwise) {
    return Integer.parseInt(option(options, name, Integer.toString(otherwise)));
  }

  private static List<String> stat() throws InterruptedException {
    System.gc();
    // Cleaners run on their own thread after the collection; a second one sees what they let go.
    Thread.sleep(100);
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    String[] files = new File("/proc/self/fd").list();
    StringBuilder names = new StringBuilder();
    int threads = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      threads++;
      names.append(thread.getName()).append(", ");
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "threads="
            + threads
            + "\tfiles="
            + (files == null ? -1 : files.length)
            + "\theap="
            + heap
            + "\tnames="
            + names);
    return lines;
  }
}
