package io.poolingagent.it;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An application that runs {@code io.poolingagent.app.Program}: the test's way to tell it what to
 * do.
 */
public final class App implements AutoCloseable {

  private final ForkedJvm jvm;
  private @Nullable String underWay;

  /** The application in this JVM, whose main class runs the program; waits until it is ready. */
  public App(ForkedJvm jvm) {
    this.jvm = jvm;
    answers();
  }

  /**
   * Starts to describe requests to this address; nothing else said: one GET by one fresh client.
   */
  public Fetch fetch(String url) {
    return new Fetch(this, url);
  }

  /** Does the documented clean-up calls on the client that was kept under this name. */
  public void cleanUp(String name) {
    command("cleanup\tuse=" + name);
  }

  /**
   * Sends this many requests, each by a fresh client, half of them POST, by chance to these servers
   * (name to address), and answers those that failed, see {@code io.poolingagent.app.Storm}.
   *
   * @param prefix of the names of the requests, which are their bodies and the ends of their paths
   * @param answer of the servers, null for the name of the request
   */
  public List<Outcome> storm(
      Map<String, String> targets,
      String prefix,
      @Nullable String answer,
      int requests,
      int threads,
      int seed,
      int pauseMillis,
      int timeoutMillis) {
    Fetch storm = new Fetch(this, "");
    storm.with("prefix", prefix).with("requests", requests).with("threads", threads);
    storm.with("seed", seed).with("pause", pauseMillis).timeout(timeoutMillis);
    if (answer != null) {
      storm.with("answer", answer);
    }
    targets.forEach((name, url) -> storm.with("target." + name, url));
    return command(storm.line("storm")).stream().map(Outcome::parse).toList();
  }

  /** Drops the client that was kept under this name. */
  public void forget(String name) {
    command("forget\tuse=" + name);
  }

  /** Threads, open files and live heap (bytes) of the application after a garbage collection. */
  public Outcome stat() {
    return Outcome.parse(command("stat").get(0));
  }

  /** The JVM. */
  public ForkedJvm jvm() {
    return jvm;
  }

  List<String> command(String line) {
    if (underWay != null) {
      // What it says next is not an answer to this.
      throw new AssertionError("the client program never answered: " + underWay);
    }
    underWay = line;
    jvm.say(line);
    List<String> answers = answers();
    underWay = null;
    return answers;
  }

  private List<String> answers() {
    List<String> answers = new ArrayList<>();
    while (true) {
      String line = jvm.hear();
      if (line.startsWith("> ")) {
        answers.add(line.substring(2));
      } else if (line.startsWith(".")) {
        return answers;
      } else if (line.startsWith("!")) {
        underWay = null;
        throw new AssertionError("the client program failed: " + Outcome.parse(line.substring(2)));
      }
    }
  }

  @Override
  public void close() {
    jvm.close();
  }

  /** Requests for the application to send; every method answers the object itself. */
  public static final class Fetch {

    private final App app;
    private final Map<String, String> options = new LinkedHashMap<>();

    private Fetch(App app, String url) {
      this.app = app;
      options.put("url", url);
    }

    /** By this many fresh clients, one after the other (or {@link #threads} of them at once). */
    public Fetch clients(int n) {
      return with("clients", n);
    }

    /** This many requests by each client. */
    public Fetch requests(int n) {
      return with("requests", n);
    }

    /** On this many threads. */
    public Fetch threads(int n) {
      return with("threads", n);
    }

    /** By this method; POST, PUT and PATCH send a body. */
    public Fetch method(String method) {
      return with("method", method).with("body", "body of " + method);
    }

    /** With this body rather than a short one, for methods that have one. */
    public Fetch body(String body) {
      return with("body", body);
    }

    /** With this request header. */
    public Fetch header(String name, String value) {
      return with("header." + name, value);
    }

    /** By clients with this setting, see the library's program. */
    public Fetch config(String setting, String value) {
      return with("config." + setting, value);
    }

    /** By clients with these settings. */
    public Fetch config(Map<String, String> settings) {
      settings.forEach(this::config);
      return this;
    }

    /** By the library's asynchronous call. */
    public Fetch async() {
      return with("async", true);
    }

    /** Keeps the client under this name. */
    public Fetch keep(String name) {
      return with("keep", name);
    }

    /** By the client that was kept under this name. */
    public Fetch use(String name) {
      return with("use", name);
    }

    /** With the documented clean-up calls after each client's requests. */
    public Fetch cleanUp() {
      return with("cleanup", true);
    }

    /** Leaves each answer open and unread. */
    public Fetch leak() {
      return read("LEAK");
    }

    /** Treats the body of each answer like this, see {@code io.poolingagent.app.Call.Read}. */
    public Fetch read(String how) {
      return with("read", how);
    }

    /**
     * When a byte comes from this port of the test's, {@code cancel}s the call, {@code interrupt}s
     * its thread or does the {@code cleanup} of its client.
     */
    public Fetch signal(int port, String action) {
      return with("signal", port).with("on", action);
    }

    /** Waits this long for an answer. */
    public Fetch timeout(int millis) {
      return with("timeout", millis);
    }

    private Fetch with(String option, Object value) {
      options.put(option, value.toString());
      return this;
    }

    /** A {@link #load} goes to so many addresses of this machine in turn. */
    public Fetch origins(int n) {
      return with("origins", n);
    }

    /** Sends them, waits, and answers what became of each, in order. */
    public List<Outcome> go() {
      return app.command(line("fetch")).stream().map(Outcome::parse).toList();
    }

    /** Sends one and answers what became of it. */
    public Outcome one() {
      List<Outcome> all = go();
      if (all.size() != 1) {
        throw new IllegalStateException("not one request but " + all.size());
      }
      return all.get(0);
    }

    /**
     * Sends many and answers how often each kind of outcome happened ("status=200",
     * "exception=...").
     */
    public Map<String, Long> summary() {
      with("quiet", true);
      Map<String, Long> kinds = new LinkedHashMap<>();
      for (String line : app.command(line("fetch"))) {
        kinds.put(line.substring(0, line.lastIndexOf('\t')), Outcome.parse(line).number("count"));
      }
      return kinds;
    }

    /**
     * Sends as many as possible in {@code millis} on {@code threads}, by one client or a fresh one
     * for each request, and answers the measurements of {@code io.poolingagent.app.Load}.
     */
    public Outcome load(int threads, int millis, boolean kept) {
      with("threads", threads).with("millis", millis).with("kept", kept);
      return Outcome.parse(app.command(line("load")).get(0));
    }

    /** Runs the library's own experiment of this name. */
    public List<String> special(String name) {
      with("name", name);
      return app.command(line("special"));
    }

    private String line(String command) {
      StringBuilder line = new StringBuilder(command);
      options.forEach((name, value) -> line.append('\t').append(name).append('=').append(value));
      return line.toString();
    }
  }
}
