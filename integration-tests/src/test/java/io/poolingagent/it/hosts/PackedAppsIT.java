package io.poolingagent.it.hosts;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.JavaHome;
import io.poolingagent.it.Upstream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Applications that bring their server along, in the jars and with the class loaders of their
 * frameworks: a client for each request gives few connections, and nothing else changes. Wide only,
 * as Maven fetches half of each framework first; each build has Spring Boot's loaders, in {@code
 * ModularLoadersIT}.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@EnabledIfSystemProperty(named = "it.wide", matches = "true")
@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class PackedAppsIT {

  @TempDir private Path folder;

  /** Each that the property {@code hosts} matches, and the Java that it runs on. */
  static Stream<Arguments> apps() {
    String wanted = System.getProperty("hosts", ".*");
    int ours = JavaHome.running().feature();
    return Stream.of(
            arguments(PackedApp.springBoot("2.7.18"), 8),
            arguments(PackedApp.springBoot("2.7.18"), ours),
            arguments(PackedApp.springBoot("3.5.8"), ours),
            arguments(PackedApp.springBoot("4.0.0"), ours),
            arguments(PackedApp.quarkus("3.28.5"), ours))
        .filter(app -> app.get()[0].toString().matches(wanted));
  }

  @ParameterizedTest(name = "{0} on Java {1}")
  @MethodSource("apps")
  void clients_made_per_request_share_connections(PackedApp app, int jdk) throws Exception {
    JavaHome java = JavaHome.of(jdk);
    List<Class<?>> shops = Shopping.shops(jdk);
    app.pack();
    Set<String> alarmsWithout;
    try (Upstream upstream = Upstream.http();
        RunningHost instance = start(app, java, false)) {
      Shopping.around(shops, instance, upstream);
      Shopping.assertNotShared(shops, upstream);
      alarmsWithout = instance.alarms();
    }

    try (Upstream upstream = Upstream.http();
        RunningHost instance = start(app, java, true)) {
      Shopping.around(shops, instance, upstream);
      Shopping.assertShared(shops, upstream, 1);
      instance.assertQuiet(alarmsWithout);
    }
  }

  private RunningHost start(PackedApp app, JavaHome java, boolean agent) {
    int port = Upstream.freePort();
    ForkedJvm.Builder jvm = app.jvm(port).java(java);
    return RunningHost.start(agent ? jvm.agent() : jvm, folder, port);
  }
}
