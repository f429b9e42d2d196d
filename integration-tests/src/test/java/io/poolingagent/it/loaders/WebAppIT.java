package io.poolingagent.it.loaders;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.app.loaders.Container;
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

/** Web applications with a copy of the library each, in child-first loaders. */
class WebAppIT {

  /** Only a leak waits so long. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ParameterizedTest
  @CsvSource({"17,okhttp-3.14.9", "17,okhttp-4.12.0", "25,okhttp-5.5.1"})
  void an_application_that_was_undeployed_is_collected(int jdk, String library) {
    try (Upstream upstream = Upstream.http();
        ForkedJvm container = container(jdk, library, "keep-alive=1s")) {
      for (String name : new String[] {"first", "second"}) {
        assertThat(say(container, "deploy " + name + " " + upstream.url("/echo")))
            .isEqualTo("deployed");
        assertThat(say(container, "call " + name + " 5")).isEqualTo("answered 200 GET /echo ");
      }
      assertThat(upstream.connections()).as("pooled, each in its own loader").isEqualTo(2);

      // One goes, the other stays in use.
      say(container, "undeploy first");
      assertThat(await(container, "first")).isEqualTo("collected");
      assertThat(say(container, "call second 2")).isEqualTo("answered 200 GET /echo ");
      say(container, "undeploy second");
      assertThat(await(container, "second")).isEqualTo("collected");
    }
  }

  @Test
  void the_limit_of_a_host_holds_over_all_copies_of_the_library() {
    try (Upstream upstream = Upstream.http();
        ForkedJvm container =
            container(17, "okhttp-3.14.9", "max-connections-per-host=1", "keep-alive=30s")) {
      say(container, "deploy a " + upstream.url("/echo"));
      say(container, "deploy b " + upstream.url("/echo"));
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

  private static String say(ForkedJvm container, String command) {
    container.say(command);
    return container.hear();
  }

  private static String await(ForkedJvm container, String name) {
    container.say("await " + name + " " + PATIENCE.toSeconds());
    return container.hear(PATIENCE.plusSeconds(20));
  }
}
