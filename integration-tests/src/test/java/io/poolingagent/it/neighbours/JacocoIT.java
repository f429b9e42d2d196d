package io.poolingagent.it.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.App;
import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.Outcome;
import io.poolingagent.it.Upstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Beside JaCoCo, which adds a field and a method to each class, whichever of the two comes first:
 * clients are pooled, and coverage is recorded.
 */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class JacocoIT {

  private static final int CLIENTS = 5;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "okhttp-4.12.0, true, okhttp3/internal/connection/RealCall",
    "apache5-5.6.5, false, org/apache/hc/client5/http/impl/classic/InternalHttpClient",
  })
  void clients_are_pooled_and_coverage_is_recorded(String library, boolean first, String used)
      throws IOException {
    Path coverage = folder.resolve("jacoco.exec");
    String jacoco = Neighbours.javaagent("org.jacoco.agent-runtime.jar") + "=destfile=" + coverage;
    ClientLibrary client =
        library.startsWith("okhttp")
            ? ClientLibrary.okHttp(library.substring("okhttp-".length()))
            : ClientLibrary.apache5(library.substring("apache5-".length()));
    try (Upstream http = Upstream.http();
        Upstream https = Upstream.https()) {
      try (App app = new App(Neighbours.beside(jacoco, first, client.jvm()).start())) {
        for (Upstream upstream : List.of(http, https)) {
          assertThat(app.fetch(upstream.url("/echo")).clients(CLIENTS).go())
              .hasSize(CLIENTS)
              .allMatch(Outcome::ok);
        }
        assertThat(app.jvm().stderr().lines().filter(line -> line.startsWith("pooling-agent:")))
            .hasSize(1);
      }
      assertThat(Stream.of(http, https).map(Upstream::connections))
          .as("pooled; the first client of a configuration of Apache HttpClient 5 is left alone")
          .allMatch(connections -> connections <= 2);
    }
    // Only classes of which something was executed are in it.
    assertThat(new String(Files.readAllBytes(coverage), StandardCharsets.ISO_8859_1))
        .contains("io/poolingagent/app/Program", used);
  }
}
