package io.poolingagent.it.apache5;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.Answers;
import io.poolingagent.it.App;
import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.Console;
import io.poolingagent.it.Outcome;
import io.poolingagent.it.TestTls;
import io.poolingagent.it.Upstream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is special about Apache HttpClient 5: each of these was seen to go wrong with a pool that is
 * just shared.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
abstract class Apache5Hazards {
  private final ClientLibrary library;
  private App agent;
  private App naked;

  Apache5Hazards(ClientLibrary library) {
    this.library = library;
  }

  @BeforeAll
  void startApplications() {
    // A hard limit, so that the first client of each configuration is pooled as well.
    agent = library.withAgent("on-exhausted=wait");
    naked = library.withoutAgent();
  }

  @AfterAll
  void endApplications() {
    naked.close();
    agent.close();
  }

  @AfterEach
  void theAgentSwallowedNoError() {
    agent.jvm().checkAgentErrors();
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic", "minimal", "system", "own"})
  void all_kinds_of_clients_share(String kind) {
    try (Upstream upstream = Upstream.https()) {
      assertThat(agent.fetch(upstream.url("/x")).config("kind", kind).clients(10).go())
          .as(kind)
          .allMatch(outcome -> outcome.ok() || is50sMinimal(kind));
      assertThat(upstream.connections()).isLessThanOrEqualTo(is50sMinimal(kind) ? 10 : 1);
    }
  }

  /** Which needs a context, and fails without it. */
  private boolean is50sMinimal(String kind) {
    return kind.equals("minimal") && library.name().equals("apache5-5.0");
  }

  @Test
  void the_first_client_of_a_configuration_stays_the_librarys() {
    try (App app = library.withAgent();
        Upstream upstream = Upstream.https()) {
      assertThat(app.fetch(upstream.url("/x")).keep("first").one().ok()).isTrue();
      assertThat(app.fetch(upstream.url("/x")).clients(3).go()).allMatch(Outcome::ok);
      assertThat(upstream.connections()).as("its own, and theirs").isEqualTo(2);
      assertThat(app.fetch(upstream.url("/x")).use("first").requests(3).go()).allMatch(Outcome::ok);
      app.cleanUp("first");
      assertThat(app.fetch(upstream.url("/x")).one().ok()).isTrue();
      assertThat(upstream.connections()).isEqualTo(2);
      Console console = Console.of(app);
      assertThat(console.number(Console.AGENT, "ClientsLeftAlone")).isEqualTo(1);
      assertThat(console.number(Console.AGENT, "ClientsPooled")).isEqualTo(4);
    }
  }

  @Test
  void the_read_timeout_of_one_client_is_not_anothers() {
    for (Upstream upstream : List.of(Upstream.http(), Upstream.https())) {
      try (upstream) {
        assertThat(agent.fetch(upstream.url("/x")).timeout(1_000).one().ok()).isTrue();
        Outcome slow = agent.fetch(upstream.url("/delay/1500")).one();
        assertThat(slow.ok()).as(slow.toString()).isTrue();
        assertThat(agent.fetch(upstream.url("/x")).config("soTimeout", "1000").one().ok()).isTrue();
        slow = agent.fetch(upstream.url("/delay/1500")).one();
        assertThat(slow.ok()).as(slow.toString()).isTrue();
        Outcome impatient =
            agent.fetch(upstream.url("/delay/1500")).config("soTimeout", "1000").one();
        assertThat(impatient.exception()).isEqualTo("java.net.SocketTimeoutException");
        assertThat(upstream.connections()).isLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void the_connect_timeout_is_no_read_timeout_of_those_who_come_after() {
    try (Upstream upstream = Upstream.https()) {
      assertThat(agent.fetch(upstream.url("/x")).config("connectTimeout", "1000").one().ok())
          .isTrue();
      Outcome slow = agent.fetch(upstream.url("/delay/2500")).one();
      assertThat(slow.ok()).as(slow.toString()).isTrue();
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @Test
  void an_error_in_one_caller_closes_that_client_only() {
    assertSame("error", "/x");
    try (Upstream upstream = Upstream.http()) {
      agent.fetch(upstream.url("/x")).one();
      agent.fetch(upstream.url("/x")).special("error");
      assertThat(agent.fetch(upstream.url("/x")).clients(5).go()).allMatch(Outcome::ok);
      // The one that carried the failed request is gone.
      assertThat(upstream.connections()).isEqualTo(2);
    }
  }

  @Test
  void a_manager_tells_of_its_connections_what_it_tells_without_the_agent() {
    assertSame("statistics", "/bytes/50000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "two-at-once"})
  void clients_fail_as_they_do_without_the_agent(String experiment) {
    assertSame(experiment, "/x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"close-in-flight", "abort", "own-limit"})
  void requests_under_way_end_as_they_do_without_the_agent(String experiment) {
    assertSame(experiment, "/delay/1500");
  }

  private void assertSame(String experiment, String path) {
    try (Upstream upstream = Upstream.http()) {
      naked.fetch(upstream.url("/warm")).clients(2).go();
      List<String> without = naked.fetch(upstream.url(path)).special(experiment);
      agent.fetch(upstream.url("/warm")).clients(2).go();
      List<String> with = agent.fetch(upstream.url(path)).special(experiment);
      assertThat(with).isEqualTo(without);
      assertThat(agent.fetch(upstream.url("/after")).one().ok()).isTrue();
    }
  }

  @Test
  void a_connection_that_is_closed_in_flight_by_its_client_is_nobody_elses() {
    try (Upstream upstream = Upstream.http()) {
      agent.fetch(upstream.url("/warm")).one();
      agent.fetch(upstream.url("/delay/1500")).special("abort");
      Outcome next = agent.fetch(upstream.url("/next")).one();
      assertThat(next.body()).startsWith("GET /next");
      assertThat(upstream.connections()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NTLM TlRMTVNTUAAB", "Negotiate YII", "negotiate YII"})
  void a_connection_that_authenticated_a_user_is_never_anothers(String authorization) {
    try (Upstream upstream = Upstream.http()) {
      agent.fetch(upstream.url("/warm")).header("X-Client", "before").one();
      for (int i = 0; i < 3; i++) {
        agent
            .fetch(upstream.url("/x"))
            .header("Authorization", authorization)
            .header("X-Client", "user")
            .one();
        agent.fetch(upstream.url("/x")).header("X-Client", "other").one();
      }
      // Nobody else came upon a connection behind the user.
      assertThat(upstream.requests())
          .filteredOn(request -> "other".equals(request.header("X-Client")))
          .allMatch(
              request ->
                  upstream.requests().stream()
                      .filter(earlier -> earlier.connection() == request.connection())
                      .filter(earlier -> earlier.number() < request.number())
                      .noneMatch(earlier -> "user".equals(earlier.header("X-Client"))));
    }
  }

  @Test
  void clients_with_the_same_certificate_share() {
    String[] key = {
      "-Djavax.net.ssl.keyStore=" + TestTls.file("client.p12"),
      "-Djavax.net.ssl.keyStorePassword=" + TestTls.PASSWORD,
      "-Djavax.net.ssl.keyStoreType=PKCS12"
    };
    try (App app = library.withAgent(new String[0], key);
        Upstream upstream = Upstream.builder().mutualTls().start()) {
      assertThat(app.fetch(upstream.url("/x")).config("kind", "system").clients(10).go())
          .allMatch(Outcome::ok);
      assertThat(upstream.connections()).isLessThanOrEqualTo(2); // the first client's own
    }
  }

  @Test
  void clients_with_a_manager_that_is_told_to_be_shared_share_if_the_operator_says_so() {
    try (App app = library.withAgent("force=true");
        Upstream forced = Upstream.https();
        Upstream alone = Upstream.https()) {
      assertThat(app.fetch(forced.url("/x")).config("pool", "fresh").clients(5).go())
          .allMatch(Outcome::ok);
      assertThat(forced.connections()).isEqualTo(1);
      assertThat(agent.fetch(alone.url("/x")).config("pool", "fresh").clients(5).go())
          .allMatch(Outcome::ok);
      assertThat(alone.connections()).isEqualTo(5);
    }
  }

  @Test
  void a_tunnel_is_only_for_the_user_whom_the_proxy_knows() {
    try (Upstream origin = Upstream.https();
        Upstream proxy =
            Upstream.builder()
                .script(
                    exchange -> {
                      if (exchange.request().header("Proxy-Authorization") == null) {
                        exchange.respond(407, "who?", "Proxy-Authenticate: Basic realm=\"proxy\"");
                      } else {
                        Answers.answer(exchange);
                      }
                    })
                .start()) {
      for (int i = 0; i < 3; i++) {
        for (String user : List.of("alice", "bob")) {
          Outcome outcome =
              agent
                  .fetch(origin.url("/x"))
                  .config(Map.of("proxy", "127.0.0.1:" + proxy.port(), "proxyUser", user))
                  .header("X-Client", user)
                  .one();
          assertThat(outcome.ok()).as(outcome.toString()).isTrue();
        }
      }
      assertThat(origin.valuesByConnection("X-Client")).hasSize(2).allMatch(one -> one.size() == 1);
    }
  }

  @Test
  void a_connection_lives_no_longer_than_the_manager_was_told() {
    try (Upstream upstream = Upstream.http()) {
      agent.fetch(upstream.url("/x")).config("timeToLive", "2000").clients(2).go();
      assertThat(upstream.connections()).isEqualTo(1);
      Upstream.pause(2_100);
      agent.fetch(upstream.url("/x")).config("timeToLive", "2000").one();
      assertThat(upstream.connections()).isEqualTo(2);
    }
  }
}
