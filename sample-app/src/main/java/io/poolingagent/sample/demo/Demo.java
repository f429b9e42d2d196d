package io.poolingagent.sample.demo;

import io.poolingagent.sample.BadFlag;
import io.poolingagent.sample.ChildJvm;
import io.poolingagent.sample.Flags;
import io.poolingagent.sample.JavaVersion;
import io.poolingagent.sample.SampleApp;
import io.poolingagent.sample.app.ClientStyle;
import io.poolingagent.sample.upstream.Delays;
import io.poolingagent.sample.upstream.Protocol;
import io.poolingagent.sample.upstream.UpstreamCommand;
import io.poolingagent.sample.upstream.UpstreamJvm;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code demo}: the same application in three JVMs, against one upstream in a fourth: as it is,
 * with the agent, and rewritten to keep one client. The three take turns in short rounds, so that
 * whatever else the machine does hits all of them alike; only one works at a time.
 */
public final class Demo {
  private static final int ROUNDS = 4;

  /**
   * How long each of two apps warms up before it is the other's turn, as when they are measured.
   */
  private static final Duration TURN = Duration.ofSeconds(2);

  /** The unpooled app spends its time in handshakes, of which it has enough after this. */
  private static final Duration UNPOOLED_WARM_UP = Duration.ofSeconds(3);

  private final Path home;
  private final Path agent;
  private final UpstreamJvm upstream;
  private final Duration warmUp;
  private final Duration round;
  private final int callers;
  private final boolean cleanUp;
  private final Set<String> told = new HashSet<>();

  private Demo(
      Path home,
      Path agent,
      UpstreamJvm upstream,
      Duration warmUp,
      Duration time,
      int callers,
      boolean cleanUp) {
    this.home = home;
    this.agent = agent;
    this.upstream = upstream;
    this.warmUp = warmUp;
    this.round = time.dividedBy(ROUNDS);
    this.callers = callers;
    this.cleanUp = cleanUp;
  }

  /** Prints one table per client and protocol. */
  public static void run(Flags flags) throws Exception {
    Path home = home();
    boolean java8 = JavaVersion.running().feature() == 8;
    List<DemoClient> clients =
        flags.someOf(
            "clients",
            DemoClient.class,
            Arrays.asList(DemoClient.OKHTTP4, java8 ? DemoClient.APACHE4 : DemoClient.JDK));
    if (java8 && clients.contains(DemoClient.JDK)) {
      throw new BadFlag("demo --clients", "jdk is java.net.http, which Java 8 does not have");
    }
    boolean asked = !flags.text("protocols", "").isEmpty();
    List<Protocol> protocols =
        flags.someOf("protocols", Protocol.class, Arrays.asList(Protocol.H1, Protocol.H2));
    Duration warmUp = flags.duration("warmup", Duration.ofSeconds(20));
    Duration time = flags.duration("seconds", Duration.ofSeconds(5));
    int callers = flags.number("threads", 4, 1, 1000);
    boolean cleanUp = flags.has("cleanup");
    Path agent =
        Paths.get(
            flags.text("agent", home.resolve("../../agent/target/pooling-agent.jar").toString()));
    Delays delays = UpstreamCommand.delays(flags);
    flags.rejectOthers();
    if (!Files.isRegularFile(agent)) {
      throw new BadFlag(
          "demo --agent",
          "no file " + agent + "; build it with ./mvnw -q -DskipTests package, or name another");
    }

    try (UpstreamJvm upstream = UpstreamJvm.start(delays)) {
      System.out.println(
          "One application in three JVMs: as it is (a new HTTP client per request), with the agent,");
      System.out.println(
          "and rewritten by hand to keep one client. They take turns, a moment each, against a server in");
      System.out.println(
          "a JVM of its own. Connections, handshakes, threads, memory and failures include the warm-up.");
      Demo demo = new Demo(home, agent.normalize(), upstream, warmUp, time, callers, cleanUp);
      for (DemoClient client : clients) {
        for (Protocol protocol : protocols) {
          boolean leftAlone = isLeftAlone(client, protocol);
          if (asked || !leftAlone) {
            demo.compare(client, protocol);
          }
          if (leftAlone) {
            System.out.printf(
                "%n%s, %s: the agent leaves it alone on this JDK, whose client fails every request%n"
                    + "under way when a server leaves a connection. JDK 17.0.17 and later mend that.%n",
                client.title(demo.jars(client)), protocol.title());
          }
        }
      }
    }
  }

  private void compare(DemoClient client, Protocol protocol)
      throws IOException, InterruptedException {
    System.out.printf(
        "%n%s, %s, %d callers at a time%s%n",
        client.title(jars(client)),
        protocol.title(),
        callers,
        cleanUp ? ", each client closed after use" : "");
    try (AppJvm without = app("the app", client, protocol, ClientStyle.PER_REQUEST);
        AppJvm with =
            app(
                "the app with the agent",
                client,
                protocol,
                ClientStyle.PER_REQUEST,
                "-javaagent:" + agent);
        AppJvm kept = app("the hand-kept app", client, protocol, ClientStyle.SHARED)) {
      List<AppJvm> apps = Arrays.asList(without, with, kept);
      without.warmUp(shorter(UNPOOLED_WARM_UP, warmUp));
      Duration left = warmUp;
      while (!left.isZero()) {
        Duration turn = shorter(TURN, left);
        with.warmUp(turn);
        kept.warmUp(turn);
        left = left.minus(turn);
      }
      for (int i = 0; i < ROUNDS; i++) {
        without.measure(round);
        // Whoever comes after the unpooled app meets what it left behind, so the others swap
        // places.
        (i % 2 == 0 ? with : kept).measure(round);
        (i % 2 == 0 ? kept : with).measure(round);
      }
      Table.print(without, with, kept);
      for (AppJvm app : apps) {
        tellErrors(app);
      }
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /**
   * Whether the agent does not share this on this JDK: JDK-8335181, a GOAWAY fails all requests.
   */
  private static boolean isLeftAlone(DemoClient client, Protocol protocol) {
    return client == DemoClient.JDK
        && protocol == Protocol.H2
        && !JavaVersion.running().isAtLeast(17, 17);
  }

  private AppJvm app(
      String name, DemoClient client, Protocol protocol, ClientStyle style, String... jvmArguments)
      throws IOException {
    List<String> ofTheJvm = new ArrayList<>(Arrays.asList(jvmArguments));
    ofTheJvm.add("-Xmx512m");
    ofTheJvm.add("-Djavax.net.ssl.trustStore=" + upstream.addresses().trustStore());
    List<String> ofTheApp = new ArrayList<>();
    ofTheApp.add("run");
    ofTheApp.add("--child");
    ofTheApp.add("--client=" + Flags.spell(client.library()));
    ofTheApp.add("--style=" + Flags.spell(style));
    ofTheApp.add("--upstream=" + upstream.addresses().url(protocol));
    ofTheApp.add("--threads=" + callers);
    if (cleanUp) {
      ofTheApp.add("--cleanup");
    }
    return new AppJvm(name, ChildJvm.start(name, ofTheJvm, classPath(client), ofTheApp), upstream);
  }

  /** Each line once per demo. */
  private void tellErrors(AppJvm app) throws IOException {
    for (String line : app.errors()) {
      if (told.add(line)) {
        System.out.println("  " + app.name() + " printed: " + line);
      }
    }
  }

  private Path jars(DemoClient client) {
    return home.resolve("clients").resolve(Flags.spell(client));
  }

  private String classPath(DemoClient client) {
    List<String> path = new ArrayList<>();
    path.add(home.resolve("sample-app-classes.jar").toString());
    path.add(home.resolve("lib").resolve("*").toString());
    if (client.hasJars()) {
      path.add(jars(client).resolve("*").toString());
    }
    return String.join(File.pathSeparator, path);
  }

  /** The directory of sample-app.jar; lib and clients are next to it. */
  private static Path home() throws URISyntaxException {
    return Paths.get(SampleApp.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .resolveSibling("");
  }
}
