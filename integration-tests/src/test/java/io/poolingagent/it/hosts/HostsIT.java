package io.poolingagent.it.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.poolingagent.app.loaders.Apache4Shop;
import io.poolingagent.app.loaders.Apache5Shop;
import io.poolingagent.app.loaders.JdkShop;
import io.poolingagent.app.loaders.Shop;
import io.poolingagent.app.loaders.UrlConnectionShop;
import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.Upstream;
import io.poolingagent.it.startup.Apps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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
class HostsIT {

  private static final boolean WIDE = Boolean.getBoolean("it.wide");
  private static final int ROUNDS = Integer.getInteger("hosts.rounds", WIDE ? 20 : 5);
  private static final int CALLS = 5;

  /** What each call of a JDK shop makes. */
  private static final int JDK_CLIENTS = 5;

  private static final List<Class<?>> SHOPS =
      List.of(
          Shop.class, Apache4Shop.class, Apache5Shop.class, UrlConnectionShop.class, JdkShop.class);

  private static final List<Path> LIBRARIES =
      Stream.of("okhttp-4.12.0", "apache4-4.5.14", "apache5-5.6.5")
          .flatMap(library -> Apps.okHttp(library).stream())
          .toList();

  @TempDir private Path folder;

  /**
   * Each that the property {@code hosts} matches, without and with the libraries outside; WildFly
   * has no place for them where Apache HttpClient 5.6 would see {@code jdk.net}.
   */
  static Stream<Arguments> hosts() {
    if (!WIDE) {
      return Stream.of(arguments(new Tomcat("10.1"), false));
    }
    String wanted = System.getProperty("hosts", ".*");
    return Stream.of(
            new Tomcat("9"), new Tomcat("10.1"), new Tomcat("11"), new Jetty(), new WildFly())
        .filter(host -> host.toString().matches(wanted))
        .flatMap(
            host ->
                host instanceof WildFly
                    ? Stream.of(arguments(host, false))
                    : Stream.of(arguments(host, false), arguments(host, true)));
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
      for (Class<?> shop : SHOPS) {
        assertThat(connections(upstream, shop))
            .isEqualTo(shop == JdkShop.class ? CALLS * JDK_CLIENTS : CALLS);
      }
    }

    try (Upstream upstream = Upstream.http();
        RunningHost instance = start(host, shared, "with", "keep-alive=2s")) {
      visit(host, instance, war, upstream);
      Set<String> threads = instance.agentThreads();
      for (int round = 2; round < ROUNDS; round++) {
        visit(host, instance, war, upstream);
      }
      host.deploy(instance, "shop", war);
      shopAround(instance, upstream);
      awaitLoaders(instance, 1);
      host.undeploy(instance, "shop");

      for (Class<?> shop : SHOPS) {
        assertThat(connections(upstream, shop))
            .as("connections of " + shop.getSimpleName())
            .isLessThanOrEqualTo(ROUNDS * (shop == JdkShop.class ? CALLS * JDK_CLIENTS : 2));
      }
      awaitLoaders(instance, 0);
      upstream.awaitOpen(0);
      Upstream.await(() -> instance.pools() == 0, () -> instance.pools() + " pools are left");
      assertThat(threads).containsAll(instance.agentThreads());
      assertThat(instance.alarms()).as(instance.jvm().stdout()).isSubsetOf(alarmsWithout);
      assertThat(instance.jvm().stderr().lines().filter(line -> line.contains("pooling-agent")))
          .allMatch(line -> (line + '\n').matches(Apps.ONE_LINE) || line.contains("-javaagent:"));
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
    shopAround(instance, upstream);
    host.undeploy(instance, "shop");
  }

  private static void shopAround(RunningHost instance, Upstream upstream) {
    for (Class<?> shop : SHOPS) {
      String path = '/' + shop.getSimpleName();
      assertThat(
              instance.get(
                  "/shop/shop?of="
                      + shop.getName()
                      + "&times="
                      + CALLS
                      + "&url="
                      + upstream.url(path)))
          .isEqualToNormalizingNewlines(("200 GET " + path + " \n").repeat(CALLS));
    }
  }

  /** The agent must hold none but those that are deployed. */
  private static void awaitLoaders(RunningHost instance, int deployed) {
    String each = "io.poolingagent.app.hosts.Deployment";
    Upstream.await(
        () -> instance.count(each) == deployed,
        () -> instance.count(each) + " loaders are there instead of " + deployed);
  }

  private static long connections(Upstream upstream, Class<?> shop) {
    return upstream.requests().stream()
        .filter(request -> request.target().equals('/' + shop.getSimpleName()))
        .map(Upstream.Request::connection)
        .distinct()
        .count();
  }
}
