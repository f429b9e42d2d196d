package io.poolingagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The test bench itself, without the agent: what it counts is what a per-request client does. */
class HarnessIT {

  static Stream<ClientLibrary> libraries() {
    return Stream.of(
        ClientLibrary.okHttp("3.0.0"),
        ClientLibrary.okHttp("3.14.9"),
        ClientLibrary.okHttp("4.12.0"),
        ClientLibrary.okHttp("5.5.1"),
        ClientLibrary.jdk(17));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void countsOneConnectionForEachFreshClient(ClientLibrary library) {
    try (App app = library.withoutAgent();
        Upstream http = Upstream.http();
        Upstream https = Upstream.https()) {
      for (Upstream upstream : List.of(http, https)) {
        assertThat(app.fetch(upstream.url("/echo")).clients(5).go())
            .hasSize(5)
            .allMatch(Outcome::ok);
        assertThat(upstream.connections()).isEqualTo(5);
        assertThat(app.fetch(upstream.url("/echo")).requests(5).go()).allMatch(Outcome::ok);
        assertThat(upstream.connections()).isEqualTo(6);
        assertThat(app.fetch(upstream.url("/post")).method("POST").async().one().body())
            .isEqualTo("POST /post body of POST");
      }
      assertThat(https.handshakes()).isEqualTo(7);
      assertThat(https.valuesByTlsSession("X-Client")).hasSize(7);
      assertThat(app.fetch(http.url("/drop")).one().exception()).isEqualTo("java.io.IOException");
      assertThat(
              app.fetch(http.url("/redirect/2")).config("redirects", "true").one().number("prior"))
          .isEqualTo(3);
    }
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void countsSocketsBelowHttp2(ClientLibrary library) {
    try (App app = library.withoutAgent();
        Http2Upstream upstream = Http2Upstream.start()) {
      List<Outcome> outcomes = app.fetch(upstream.url("/delay/50")).clients(6).threads(3).go();
      assertThat(outcomes).hasSize(6).allMatch(Outcome::ok);
      assertThat(upstream.connections()).isEqualTo(6);
      assertThat(upstream.requests())
          .hasSize(6)
          .allMatch(request -> request.protocol().startsWith("HTTP/2") == library.speaksHttp2());
      assertThat(upstream.maxOpen()).isBetween(3, 6);
    }
  }

  @Test
  void aJvmThatSaysNothingIsDescribedByItsThreads() {
    try (App app = ClientLibrary.okHttp("3.14.9").withoutAgent()) {
      assertThatThrownBy(() -> app.jvm().hear(Duration.ofMillis(200)))
          .hasMessageContaining("said nothing")
          .hasMessageContaining("io.poolingagent.app.Program.run");
    }
  }
}
