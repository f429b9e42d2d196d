package io.poolingagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Asynchronous clients of the Apache libraries are left alone, and an operator is told which, why
 * and where they are made, also in an application that has no others.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AsyncClientsIT {

  /** A library and all kinds of clients that it has. */
  record Tried(ClientLibrary library, List<String> kinds) {
    @Override
    public String toString() {
      return library.toString();
    }
  }

  static Stream<Tried> libraries() {
    List<String> of5 = List.of("default", "minimal", "h2", "h2-minimal");
    List<String> of4 = List.of("default", "minimal", "old");
    return Stream.of(
        new Tried(ClientLibrary.async5("5.0"), of5),
        new Tried(ClientLibrary.async5("5.2.3"), of5),
        new Tried(ClientLibrary.async5("5.6.5"), of5),
        new Tried(ClientLibrary.async4("4.0.2"), of4),
        new Tried(ClientLibrary.async4("4.1.5"), of4));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void each_is_left_alone_and_the_audit_says_why_and_where(Tried tried) {
    try (Upstream upstream = Upstream.http();
        App naked = tried.library().withoutAgent();
        App app = tried.library().withAgent()) {
      List<Outcome> without = naked.fetch(upstream.url("/x")).clients(3).cleanUp().go();
      assertThat(without).allMatch(Outcome::ok);
      assertThat(upstream.connections()).isEqualTo(3);
      List<Outcome> with = app.fetch(upstream.url("/x")).clients(3).cleanUp().go();
      assertThat(with).allMatch(Outcome::ok);
      assertThat(upstream.connections()).isEqualTo(6);
      for (String kind : tried.kinds()) {
        app.fetch(upstream.url("/x")).config("kind", kind).special("create");
      }

      int created = 3 + tried.kinds().size();
      Console console = Console.of(app);
      assertThat(console.number(Console.AGENT, "ClientsLeftAlone")).isEqualTo(created);
      assertThat(console.number(Console.AGENT, "ClientsPooled")).isZero();
      assertThat(String.valueOf(console.call(Console.AGENT, "printAudit")))
          .contains(tried.library().setting())
          .contains("I/O reactor")
          .contains(tried.library().program());
      app.jvm().checkAgentErrors();
    }
  }
}
