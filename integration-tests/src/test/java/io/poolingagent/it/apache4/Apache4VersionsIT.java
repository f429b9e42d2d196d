package io.poolingagent.it.apache4;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.App;
import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.Outcome;
import io.poolingagent.it.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Versions between those of the contract: pooled, and closed like without the agent. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class Apache4VersionsIT {

  static Stream<ClientLibrary> libraries() {
    return Stream.of(
        ClientLibrary.apache4Legacy("4.1.3"),
        ClientLibrary.apache4Legacy("4.2.6"),
        ClientLibrary.apache4Legacy("4.4.1"),
        ClientLibrary.apache4Legacy("4.5.3"),
        ClientLibrary.apache4("4.4.1"),
        ClientLibrary.apache4("4.5.3"));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void clients_share_and_a_closed_one_is_closed_for_itself(ClientLibrary library) {
    List<String> afterClose = new ArrayList<>();
    for (boolean with : new boolean[] {false, true}) {
      try (App app = with ? library.withAgent() : library.withoutAgent();
          Upstream http = Upstream.http();
          Upstream https = Upstream.https()) {
        for (Upstream upstream : List.of(http, https)) {
          assertThat(app.fetch(upstream.url("/x")).clients(20).cleanUp().go())
              .allMatch(Outcome::ok);
          assertThat(upstream.connections()).isEqualTo(with ? 1 : 20);
        }
        app.fetch(http.url("/x")).keep("mine").go();
        app.cleanUp("mine");
        Outcome closed = app.fetch(http.url("/x")).use("mine").one();
        afterClose.add(closed.ok() ? "works" : String.valueOf(closed.exception()));
        assertThat(app.fetch(http.url("/x")).one().ok()).isTrue();
        if (with) {
          app.jvm().checkAgentErrors();
          assertThat(http.connections()).isEqualTo(1);
        }
      }
    }
    assertThat(afterClose.get(1)).isEqualTo(afterClose.get(0));
  }
}
