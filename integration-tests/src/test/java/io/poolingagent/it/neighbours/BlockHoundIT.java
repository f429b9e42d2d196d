package io.poolingagent.it.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.poolingagent.app.neighbours.NonBlockingCalls;
import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.Upstream;
import io.poolingagent.it.startup.Apps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Beside BlockHound, which makes it an error to block on the threads of reactive frameworks,
 * whichever of the two comes first: the agent does not block there, and clients are pooled.
 */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class BlockHoundIT {

  private static final int CALLS = 6;

  @TempDir private Path folder;

  static Stream<Arguments> cases() {
    Stream<Arguments> slice = Stream.of(arguments(17, true));
    return Boolean.getBoolean("it.wide")
        ? Stream.concat(
            slice, Stream.of(arguments(17, false), arguments(25, true), arguments(25, false)))
        : slice;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void no_thread_that_must_not_block_is_blocked(int jdk, boolean first) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("reactor.blockhound.integration.BlockHoundIntegration"),
        NonBlockingCalls.class.getName());
    String blockHound = Neighbours.javaagent("blockhound.jar");
    String expected =
        "warm: HTTP_2\n" + "200 GET /echo \n".repeat(CALLS) + "BlockingOperationError\n";
    try (Upstream upstream = Upstream.http()) {
      ForkedJvm.Exit without = app(jdk, upstream).flags(blockHound).run();
      assertThat(without.stdout()).as(without.stderr()).isEqualTo(expected);
      assertThat(upstream.connections()).isEqualTo(CALLS);

      ForkedJvm.Exit with = Neighbours.beside(blockHound, first, app(jdk, upstream)).run();

      assertThat(with.stdout()).as(with.stderr()).isEqualTo(expected);
      assertThat(upstream.connections()).as("pooled").isLessThanOrEqualTo(CALLS + 2);
    }
  }

  private ForkedJvm.Builder app(int jdk, Upstream upstream) {
    return Apps.app(NonBlockingCalls.class, jdk)
        .classPath(folder)
        .flags("-XX:+AllowRedefinitionToAddDeleteMethods")
        .arguments(upstream.url("/echo"), String.valueOf(CALLS));
  }
}
