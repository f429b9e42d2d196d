package io.poolingagent.it.loaders;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.app.loaders.Container;
import io.poolingagent.app.loaders.JdkShop;
import io.poolingagent.app.loaders.Shop;
import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.JavaHome;
import io.poolingagent.it.Upstream;
import io.poolingagent.it.startup.Apps;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Web applications with a copy of the library each, in child-first loaders. */
class WebAppIT {

  /** Only a leak waits so long. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * OkHttp 3.14's own clean-up thread holds its loader for five minutes after the last request of a
   * client that is left alone, so there is none: a hard limit holds for the first one, too.
   */
  @ParameterizedTest
  @CsvSource({
    "17,okhttp-3.14.9,wait,2",
    "17,okhttp-4.12.0,overflow,3",
    "25,okhttp-5.5.1,overflow,3"
  })
  void an_application_that_was_undeployed_is_collected(
      int jdk, String library, String onExhausted, int connections) {
    try (Upstream upstream = Upstream.http();
        ForkedJvm container =
            container(jdk, library, "keep-alive=1s", "on-exhausted=" + onExhausted)) {
      for (String name : new String[] {"first", "second"}) {
        deploy(container, name, Shop.class, upstream);
        assertThat(say(container, "call " + name + " 5")).isEqualTo("answered 200 GET /echo ");
      }
      assertThat(upstream.connections())
          .as("that of the first client if it is left alone, and each loader's pool")
          .isEqualTo(connections);

      // One goes, the other stays in use.
      say(container, "undeploy first");
      assertThat(await(container, "first")).isEqualTo("collected");
      assertThat(say(container, "call second 2")).isEqualTo("answered 200 GET /echo ");
      say(container, "undeploy second");
      assertThat(await(container, "second")).isEqualTo("collected");
    }
  }

  /**
   * The JDK's client lives outside of the application's loader, and so do its pools: what the
   * application gave its clients must not be held there.
   */
  @ParameterizedTest
  @MethodSource("io.poolingagent.it.startup.Apps#jdks")
  void an_application_whose_library_lives_outside_is_collected(int jdk) {
    try (Upstream upstream = Upstream.http();
        ForkedJvm container = container(jdk, "okhttp-3.14.9", "keep-alive=20s")) {
      deploy(container, "first", JdkShop.class, upstream);
      assertThat(say(container, "call first 5")).isEqualTo("answered 200 GET /echo ");
      assertThat(upstream.connections()).as("some were pooled").isLessThan(25);
      deploy(container, "second", JdkShop.class, upstream);
      assertThat(say(container, "call second 5")).isEqualTo("answered 200 GET /echo ");

      say(container, "undeploy first");
      assertThat(await(container, "first")).isEqualTo("collected");
      assertThat(say(container, "call second 5")).isEqualTo("answered 200 GET /echo ");
      say(container, "undeploy second");
      assertThat(await(container, "second")).isEqualTo("collected");
    }
  }

  @Test
  void the_limit_of_a_host_holds_over_all_copies_of_the_library() {
    try (Upstream upstream = Upstream.http();
        ForkedJvm container =
            container(17, "okhttp-3.14.9", "max-connections-per-host=1", "keep-alive=30s")) {
      deploy(container, "a", Shop.class, upstream);
      deploy(container, "b", Shop.class, upstream);
      for (int round = 0; round < 3; round++) {
        assertThat(say(container, "call a 3")).isEqualTo("answered 200 GET /echo ");
        assertThat(say(container, "call b 3")).isEqualTo("answered 200 GET /echo ");
      }

      // The idle connection of the one makes room for the other: one new one at each turn.
      assertThat(upstream.maxOpen()).isEqualTo(1);
      assertThat(upstream.connections()).isEqualTo(6);
    }
  }

  private static ForkedJvm container(int jdk, String library, String... settings) {
    List<String> application = new ArrayList<>();
    application.add(Apps.classes() + "/");
    Apps.okHttp(library).forEach(jar -> application.add(jar.toString()));
    return ForkedJvm.of(Container.class.getName())
        .java(JavaHome.of(jdk))
        .classPath(Apps.classes())
        .agent(settings)
        .arguments(application.stream().collect(Collectors.joining(File.pathSeparator)))
        .start();
  }

  private static void deploy(
      ForkedJvm container, String name, Class<?> application, Upstream upstream) {
    String command = "deploy " + name + " " + application.getName() + " " + upstream.url("/echo");
    assertThat(say(container, command)).isEqualTo("deployed");
  }

  private static String say(ForkedJvm container, String command) {
    container.say(command);
    return container.hear();
  }

  private static String await(ForkedJvm container, String name) {
    container.say("await " + name + " " + PATIENCE.toSeconds());
    return container.hear(PATIENCE.plusSeconds(20));
  }
}
