package io.poolingagent.it.apache4;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.App;
import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.Outcome;
import io.poolingagent.it.TestTls;
import io.poolingagent.it.Upstream;
import java.util.ArrayList;
import java.util.List;
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
 * The hazards of a shared pool that are Apache's own, at the two ends of the builder's versions:
 * each of them was seen to go wrong with a connection manager that is shared as it is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
abstract class Apache4Hazards {
  private App agent;
  private App naked;

  abstract ClientLibrary library();

  @BeforeAll
  void startApplications() {
    agent = library().withAgent("keep-alive=10m"); // what is closed is not closed by that
    naked = library().withoutAgent();
  }

  @AfterAll
  void endApplications() {
    agent.close();
    naked.close();
  }

  @AfterEach
  void theAgentSwallowedNoError() {
    agent.jvm().checkAgentErrors();
  }

  private List<List<String>> inBoth(String special, Upstream upstream) {
    List<List<String>> seen = new ArrayList<>();
    for (App app : List.of(naked, agent)) {
      seen.add(app.fetch(upstream.url("/bytes/50000")).special(special));
    }
    return seen;
  }

  // ---- socket timeouts

  @Test
  void a_read_timeout_is_not_inherited_by_the_next_client() {
    try (Upstream upstream = Upstream.https()) {
      agent.fetch(upstream.url("/warm")).timeout(300).go();
      Outcome slow = agent.fetch(upstream.url("/delay/800")).one();
      assertThat(slow.ok()).as(slow.toString()).isTrue();
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_read_timeout_holds_on_a_used_connection() {
    try (Upstream upstream = Upstream.https()) {
      agent.fetch(upstream.url("/warm")).go();
      Outcome slow = agent.fetch(upstream.url("/never")).config("soTimeout", "300").one();
      assertThat(slow.exception()).isEqualTo("java.net.SocketTimeoutException");
    }
  }

  @Test
  void over_tls_the_connect_timeout_limits_reading_on_used_connections_as_on_fresh_ones() {
    try (Upstream upstream = Upstream.https()) {
      agent.fetch(upstream.url("/warm")).go();
      for (App app : List.of(naked, agent)) {
        Outcome slow = app.fetch(upstream.url("/never")).config("connectTimeout", "300").one();
        assertThat(slow.exception()).isEqualTo("java.net.SocketTimeoutException");
      }
    }
  }

  // ---- whose connection it is

  @Test
  void what_nobody_else_could_use_goes_with_its_client() {
    try (Upstream upstream = Upstream.https()) {
      for (App app : List.of(naked, agent)) {
        for (int client = 0; client < 9; client++) { // each has a resolver of its own
          String name = "goes-" + client;
          Outcome outcome = app.fetch(upstream.url("/x")).config("dns", name).cleanUp().one();
          assertThat(outcome.ok()).as(outcome.toString()).isTrue();
        }
        // Of the first four that are alone another one might have the same resolver.
        int most = app == agent ? 4 : 0;
        Upstream.await(() -> upstream.open() <= most, () -> upstream.open() + " are open");
      }
    }
  }

  @Test
  void an_error_in_one_caller_closes_nobody_elses_pool() {
    try (Upstream upstream = Upstream.http()) {
      agent.fetch(upstream.url("/warm")).go();
      List<List<String>> seen = inBoth("error", upstream);
      assertThat(seen.get(1)).isEqualTo(seen.get(0));
      assertThat(agent.fetch(upstream.url("/after")).clients(5).go()).allMatch(Outcome::ok);
    }
  }

  @Test
  void a_connection_that_a_user_was_authenticated_on_is_nobody_elses() {
    try (Upstream upstream = Upstream.http()) {
      agent.fetch(upstream.url("/x")).special("ntlm");
      for (int i = 0; i < 3; i++) {
        agent.fetch(upstream.url("/x")).header("X-Client", "other").one();
      }
      assertThat(upstream.valuesByConnection("Authorization"))
          .hasSize(2)
          .allMatch(values -> values.size() == 1);
    }
  }

  @Test
  void a_user_token_that_names_nobody_stands_for_one_user_whichever_client_has_it() {
    try (Upstream upstream = Upstream.http()) {
      for (int i = 0; i < 3; i++) {
        for (String user : List.of("user-a", "user-b")) {
          agent.fetch(upstream.url("/x")).header("X-User", user).special(user);
        }
      }
      assertThat(upstream.valuesByConnection("X-User"))
          .hasSize(2)
          .allMatch(values -> values.size() == 1);
    }
  }

  @Test
  void a_connection_that_a_user_was_authenticated_on_is_nobody_elses_whatever_the_user_token() {
    try (Upstream upstream = Upstream.http()) {
      String ntlm = "NTLM TlRMTVNTUAAB";
      agent.fetch(upstream.url("/x")).header("Authorization", ntlm).special("user-a");
      for (int i = 0; i < 3; i++) {
        agent.fetch(upstream.url("/x")).header("Authorization", "Bearer x").special("user-a");
      }
      assertThat(upstream.valuesByConnection("Authorization"))
          .hasSize(2)
          .allMatch(values -> values.size() == 1);
    }
  }

  @Test
  void clients_with_one_certificate_share_and_others_never_do() {
    String keys = TestTls.file("client.p12").toString();
    try (Upstream upstream = Upstream.builder().mutualTls().start()) {
      for (int i = 0; i < 5; i++) {
        assertThat(agent.fetch(upstream.url("/x")).config("identity", keys).one().ok()).isTrue();
      }
      assertThat(upstream.connections()).isEqualTo(1);
      agent.fetch(upstream.url("/x")).one();
      assertThat(upstream.connections()).isEqualTo(2);
    }
  }

  // ---- managers that the application makes

  @ParameterizedTest
  @ValueSource(strings = {"basic", "pooling"})
  void managers_made_for_each_client_share_with_the_clients_that_bring_none(String kind) {
    try (Upstream upstream = Upstream.http()) {
      agent.fetch(upstream.url("/x")).go();
      for (int i = 0; i < 5; i++) {
        Outcome outcome =
            agent.fetch(upstream.url("/x")).config("manager", kind + "-fresh-" + i).one();
        assertThat(outcome.ok()).as(kind + " " + outcome).isTrue();
      }
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic-1", "pooling-1"})
  void closing_one_client_of_a_manager_is_seen_by_its_other_clients_as_without_the_agent(
      String manager) {
    try (Upstream upstream = Upstream.http()) {
      List<String> seen = new ArrayList<>();
      for (App app : List.of(naked, agent)) {
        app.fetch(upstream.url("/x")).config("manager", manager).keep(manager).go();
        app.cleanUp(manager);
        Outcome other = app.fetch(upstream.url("/x")).config("manager", manager).one();
        seen.add(other.exception() + " " + other.get("message"));
        assertThat(app.fetch(upstream.url("/x")).one().ok()).isTrue();
      }
      assertThat(seen.get(1)).isEqualTo(seen.get(0));
    }
  }

  @Test
  void a_clients_own_limit_holds() {
    try (Upstream upstream = Upstream.http()) {
      agent.fetch(upstream.url("/warm")).config("maxPerRoute", "1").keep("one").go();
      assertThat(agent.fetch(upstream.url("/delay/50")).use("one").clients(4).threads(4).go())
          .allMatch(Outcome::ok);
      assertThat(upstream.maxOpen()).isEqualTo(1);
    }
  }

  // ---- what the application sees of the connection

  @Test
  void the_connection_shows_itself_as_without_the_agent() {
    try (Upstream upstream = Upstream.http()) {
      agent.fetch(upstream.url("/warm")).go();
      List<List<String>> seen = inBoth("context", upstream);
      assertThat(seen.get(1)).isEqualTo(seen.get(0));
    }
  }

  @Test
  void a_manager_tells_of_its_connections_what_it_tells_without_the_agent() {
    try (Upstream upstream = Upstream.http()) {
      List<List<String>> seen = inBoth("statistics", upstream);
      assertThat(seen.get(1)).isEqualTo(seen.get(0));
    }
  }

  @Test
  void two_open_responses_of_one_client_behave_as_without_the_agent() {
    try (Upstream upstream = Upstream.http()) {
      for (String manager : List.of("basic", "pooling")) {
        List<List<String>> seen = new ArrayList<>();
        for (App app : List.of(naked, agent)) {
          seen.add(
              app.fetch(upstream.url("/bytes/50000"))
                  .config("manager", manager + "-twice")
                  .special("twice"));
        }
        assertThat(seen.get(1)).as(manager).isEqualTo(seen.get(0));
      }
    }
  }

  @Test
  void the_minimal_client_shares_too() {
    try (Upstream upstream = Upstream.http()) {
      assertThat(agent.fetch(upstream.url("/x")).config("minimal", "true").clients(5).go())
          .allMatch(Outcome::ok);
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }
}
