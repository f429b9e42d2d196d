package io.poolingagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The sample application's demo, much shortened, on one old JVM, or as it is on all JVMs (with
 * {@code -Dit.wide=true}).
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DemoIT {
  private static final boolean WIDE = Boolean.getBoolean("it.wide");

  /** What 2 callers need over HTTP/1.1, and what the JDK's client leaves behind as it begins. */
  private static final int FEW = 20;

  static Stream<Integer> releases() {
    return WIDE ? Stream.of(8, 11, 17, 21, 25, 26) : Stream.of(8);
  }

  @ParameterizedTest
  @MethodSource("releases")
  void the_demo_shows_few_connections_and_no_failure(int release) {
    Path jar = Path.of("../sample-app/target/sample-app.jar").toAbsolutePath().normalize();
    assumeTrue(Files.isRegularFile(jar), "SKIPPED: the sample application is not built");
    ForkedJvm.Exit exit =
        ForkedJvm.of(jar.toString())
            .java(JavaHome.of(release))
            .flags("-jar")
            .arguments("demo", "--warmup=1s", "--seconds=1s", "--threads=2")
            .arguments(WIDE ? new String[0] : new String[] {"--clients=okhttp4"})
            .run();
    String printed = exit.stdout();
    assertThat(exit.code()).as(printed + exit.stderr()).isZero();
    assertThat(exit.stderr()).isEmpty();
    assertThat(rows(printed, "failed reports"))
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(row -> assertThat(row).as(printed).containsExactly(0, 0, 0));
    assertThat(rows(printed, "connections opened"))
        .allSatisfy(row -> assertThat(row.get(1)).as(printed).isBetween(1, FEW));
    assertThat(printed.lines().filter(line -> line.contains(" printed: ")))
        .as("what an application printed: the agent's one line")
        .hasSize(1);
  }

  /** The numbers of the lines of this name: without the agent, with it, and with a kept client. */
  private static List<List<Integer>> rows(String printed, String name) {
    return printed
        .lines()
        .filter(line -> line.trim().startsWith(name))
        .map(line -> line.replace(name, "").replace(",", "").trim())
        .map(numbers -> Stream.of(numbers.split(" +")).map(Integer::valueOf).toList())
        .toList();
  }
}
