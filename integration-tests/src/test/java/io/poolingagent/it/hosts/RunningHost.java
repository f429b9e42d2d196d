package io.poolingagent.it.hosts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.Upstream;
import io.poolingagent.it.startup.Apps;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** An instance of a host that listens: its applications over HTTP, its JVM by {@code jcmd}. */
// The other side is a JVM that this test started.
@SuppressWarnings("BanJNDI")
final class RunningHost implements AutoCloseable {

  /** What a host writes that its operator is to look at. */
  private static final Pattern ALARM =
      Pattern.compile("WARN|ERROR|SEVERE|FATAL|Exception|LinkageError");

  /**
   * What depends on the moment: whether a thread that a library leaves to die is gone yet, and how
   * long a start takes.
   */
  private static final Pattern BY_CHANCE =
      Pattern.compile("thread named \\[(OkHttp|HttpClient)|createSecureRandom");

  private static final Pattern AGENT_THREAD =
      Pattern.compile("^\"(pooling-agent[^\"]*)\"", Pattern.MULTILINE);

  private final Path base;
  private final int port;
  private final ForkedJvm jvm;

  private RunningHost(Path base, int port, ForkedJvm jvm) {
    this.base = base;
    this.port = port;
    this.jvm = jvm;
  }

  /** Starts what listens on this port, and waits until it does. */
  static RunningHost start(ForkedJvm.Builder described, Path base, int port) {
    RunningHost host = new RunningHost(base, port, described.start());
    try {
      Upstream.await(
          host::listens,
          () -> "nobody listens on " + port + ": " + host.jvm.stdout() + host.jvm.stderr());
      return host;
    } catch (AssertionError e) {
      host.close();
      throw e;
    }
  }

  private boolean listens() {
    if (!jvm.isAlive()) {
      throw new AssertionError("ended: " + jvm.stdout() + jvm.stderr());
    }
    try {
      ask("/", null);
      return true;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /** The answer of an application, which must be 200. */
  String get(String path) {
    return ok(path, ask(path, null));
  }

  /** The same, asked by a user. */
  String getAs(String user, String password, String path) {
    String credentials =
        Base64.getEncoder().encodeToString((user + ':' + password).getBytes(UTF_8));
    return ok(path, ask(path, "Basic " + credentials));
  }

  /** Waits until the host answers so. */
  void await(String path, int status) {
    Upstream.await(
        () -> ask(path, null).status == status,
        () -> path + " is never answered by " + status + ": " + jvm.stdout() + jvm.stderr());
  }

  private record Answer(int status, String body) {}

  private String ok(String path, Answer answer) {
    assertThat(answer.status)
        .as(() -> path + ": " + answer.body + jvm.stdout() + jvm.stderr())
        .isEqualTo(200);
    return answer.body;
  }

  /**
   * Over a connection of its own: Jetty remembers with each one which application it asked last.
   */
  private Answer ask(String path, @Nullable String authorization) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) new URL("http://localhost:" + port + path).openConnection();
      connection.setReadTimeout(180_000);
      connection.setRequestProperty("Connection", "close");
      if (authorization != null) {
        connection.setRequestProperty("Authorization", authorization);
      }
      int status = connection.getResponseCode();
      try (InputStream body =
          status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        return new Answer(status, body == null ? "" : new String(body.readAllBytes(), UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The instance's folder. */
  Path base() {
    return base;
  }

  /** The JVM. */
  ForkedJvm jvm() {
    return jvm;
  }

  /** How many objects of this class are reachable. */
  int count(String type) {
    return jvm.count(type);
  }

  /** How many pools the agent has, as it tells over JMX. */
  int pools() {
    try {
      return (int) jvm.mbeans().getAttribute(new ObjectName(ForkedJvm.AGENT_MBEAN), "Pools");
    } catch (IOException | JMException e) {
      throw new AssertionError(e);
    }
  }

  /** The names of the agent's threads. */
  Set<String> agentThreads() {
    return AGENT_THREAD
        .matcher(jvm.jcmd("Thread.print"))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The kinds of alarming lines that it wrote: without what differs from run to run. */
  Set<String> alarms() {
    return (jvm.stdout() + jvm.stderr())
        .lines()
        .filter(line -> ALARM.matcher(line).find() && !BY_CHANCE.matcher(line).find())
        .map(line -> line.replace(base.toString(), "BASE").replaceAll("[0-9]+", "#"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** It must have written nothing alarming but this, and the agent no more than its line. */
  void assertQuiet(Set<String> alarmsWithoutAgent) {
    assertThat(alarms()).as(jvm.stdout()).isSubsetOf(alarmsWithoutAgent);
    assertThat((jvm.stdout() + jvm.stderr()).lines())
        .filteredOn(line -> line.contains("pooling-agent:"))
        .as("the agent's own line")
        .singleElement()
        .asString()
        .matches(Apps.ONE_LINE.stripTrailing());
  }

  @Override
  public void close() {
    jvm.stop();
    jvm.close();
  }
}
