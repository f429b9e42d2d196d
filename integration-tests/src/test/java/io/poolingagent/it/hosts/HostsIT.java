package io.poolingagent.it.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.JavaHome;
import io.poolingagent.it.Upstream;
import io.poolingagent.it.startup.Apps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application that makes a client for each request, in the servers that people deploy to: it
 * comes and goes, its clients are pooled while it is there, and nothing of it is left when it is
 * gone. The host says nothing with the agent that it does not say without.
 */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder
@Order(3) // takes minutes
class HostsIT {

  private static final boolean WIDE = Boolean.getBoolean("it.wide");
  private static final int ROUNDS = Integer.getInteger("hosts.rounds", WIDE ? 20 : 5);
  private static final List<Class<?>> SHOPS = Shopping.shops(JavaHome.running().feature());

  private static final List<Path> LIBRARIES =
      Stream.of("okhttp-4.12.0", "apache4-4.5.14", "apache5-5.6.5")
          .flatMap(library -> Apps.okHttp(library).stream())
          .toList();

  @TempDir private Path folder;

  /**
   * Each that the property {@code hosts} matches, without and, where it can, with the libraries
   * outside.
   */
  static Stream<Arguments> hosts() {
    if (!WIDE) {
      return Stream.of(arguments(new Tomcat("10.1"), false));
    }
    String wanted = System.getProperty("hosts", ".*");
    return Stream.of(
            new Tomcat("9"),
            new Tomcat("10.1"),
            new Tomcat("11"),
            new Jetty(),
            new WildFly(),
            new Karaf())
        .filter(host -> host.toString().matches(wanted))
        .flatMap(
            host ->
                host.sharesLibraries()
                    ? Stream.of(arguments(host, false), arguments(host, true))
                    : Stream.of(arguments(host, false)));
  }

  @ParameterizedTest(name = "{0}, libraries outside of the application: {1}")
  @MethodSource("hosts")
  void applications_come_and_go(Host host, boolean libraryOutside) throws IOException {
    Path war =
        WebApp.war(
            folder.resolve("shop.war"), host.jakarta(), libraryOutside ? List.of() : LIBRARIES);
    List<Path> shared = libraryOutside ? LIBRARIES : List.of();
    Set<String> alarmsWithout;
    try (Upstream upstream = Upstream.http();
        RunningHost instance = start(host, shared, "without")) {
      visit(host, instance, war, upstream);
      alarmsWithout = instance.alarms();
      Shopping.assertNotShared(SHOPS, upstream);
    }

    try (Upstream upstream = Upstream.http();
        RunningHost instance = start(host, shared, "with", "keep-alive=2s")) {
      visit(host, instance, war, upstream);
      Set<String> threads = instance.agentThreads();
      for (int round = 2; round < ROUNDS; round++) {
        visit(host, instance, war, upstream);
      }
      host.deploy(instance, "shop", war);
      Shopping.around(SHOPS, instance, upstream);
      awaitLoaders(instance, 1);
      host.undeploy(instance, "shop");

      Shopping.assertShared(SHOPS, upstream, ROUNDS);
      awaitLoaders(instance, 0);
      upstream.awaitOpen(0);
      Upstream.await(() -> instance.pools() == 0, () -> instance.pools() + " pools are left");
      assertThat(threads).containsAll(instance.agentThreads());
      instance.assertQuiet(alarmsWithout);
    }
  }

  private RunningHost start(Host host, List<Path> libraries, String name, String... settings)
      throws IOException {
    int port = Upstream.freePort();
    Path base = Files.createDirectory(folder.resolve(name));
    ForkedJvm.Builder jvm = host.install(base, port, libraries);
    // C2 takes almost half of the CPU time of JVMs that live for a few seconds.
    jvm.flags("-XX:TieredStopAtLevel=1");
    return RunningHost.start(settings.length == 0 ? jvm : jvm.agent(settings), base, port);
  }

  private static void visit(Host host, RunningHost instance, Path war, Upstream upstream)
      throws IOException {
    host.deploy(instance, "shop", war);
    Shopping.around(SHOPS, instance, upstream);
    host.undeploy(instance, "shop");
  }

  /** The agent must hold none but those that are deployed. */
  private static void awaitLoaders(RunningHost instance, int deployed) {
    String each = "io.poolingagent.app.hosts.Deployment";
    Upstream.await(
        () -> instance.count(each) == deployed,
        () -> instance.count(each) + " loaders are there instead of " + deployed);
  }
}
