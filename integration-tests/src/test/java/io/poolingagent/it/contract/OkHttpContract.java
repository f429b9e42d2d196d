package io.poolingagent.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.poolingagent.it.App;
import io.poolingagent.it.ClientSetting;
import io.poolingagent.it.Console;
import io.poolingagent.it.Http2Upstream;
import io.poolingagent.it.LeavingServer;
import io.poolingagent.it.Outcome;
import io.poolingagent.it.Upstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract for OkHttp. */
abstract class OkHttpContract extends ClientContract {

  @Override
  List<ClientSetting> settings() {
    return ClientSetting.OKHTTP;
  }

  @Override
  int clientsBeforeSharing() {
    return 1;
  }

  @Override
  String acquireTimeoutException() {
    return "java.net.SocketTimeoutException";
  }

  @Override
  String http2Name() {
    return "h2";
  }

  @Test
  void an_application_that_keeps_its_client_is_left_alone_until_it_makes_another_one() {
    try (App app = library().withAgent();
        Upstream upstream = Upstream.https()) {
      String url = upstream.url("/x");
      app.fetch(url).header("X-Client", "only").keep("only").one();
      Console console = Console.of(app);
      assertThat(app.fetch(url).header("X-Client", "only").use("only").clients(20).go())
          .allMatch(Outcome::ok);
      assertThat(console.number(Console.AGENT, "Pools")).isZero();
      assertThat(console.number(Console.AGENT, "ClientsLeftAlone")).isEqualTo(1);
      assertThat(upstream.connections()).isEqualTo(1);

      assertThat(app.fetch(url).header("X-Client", "other").clients(20).go()).allMatch(Outcome::ok);
      upstream.awaitOpen(1); // what the only client left idle is closed
      app.fetch(url).header("X-Client", "only").use("only").one();
      assertThat(console.number(Console.AGENT, "Pools")).isEqualTo(1);
      assertThat(upstream.valuesByConnection("X-Client"))
          .containsExactlyInAnyOrder(Set.of("only"), Set.of("only", "other"));
    }
  }

  @Test
  void what_is_made_of_the_only_client_is_left_alone_as_well() {
    assumeFalse(library().name().equals("okhttp-3.0.0"), "this version's program cannot");
    try (App app = library().withAgent();
        Upstream upstream = Upstream.http()) {
      app.fetch(upstream.url("/status/200")).keep("only").one();
      for (int i = 0; i < 3; i++) {
        app.fetch(upstream.url("/status/200")).use("only").special("elsewhere");
      }
      assertThat(Console.of(app).number(Console.AGENT, "Pools")).isZero();
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_setting_that_is_changed_at_run_time_reaches_the_only_client() {
    try (App app = library().withAgent("mode=observe");
        Upstream upstream = Upstream.http()) {
      app.fetch(upstream.url("/x")).keep("only").one();
      Console console = Console.of(app);
      console.set(Console.AGENT, "Mode", "pool");
      assertThat(app.fetch(upstream.url("/x")).use("only").one().ok()).isTrue();
      assertThat(console.number(Console.AGENT, "Pools")).isEqualTo(1);
      assertThat(console.number(Console.AGENT, "Connections")).isEqualTo(1);
    }
  }

  @Test
  void pools_that_are_made_for_each_client_share_after_some() {
    try (App app = library().withAgent();
        Upstream upstream = Upstream.https()) {
      for (int i = 0; i < 20; i++) {
        app.fetch(upstream.url("/x")).config("pool", "own-" + i).header("X-Client", "own").one();
      }
      assertThat(upstream.connections()).isEqualTo(2 + 1);
      app.fetch(upstream.url("/x")).clients(3).header("X-Client", "none").go();
      assertThat(upstream.valuesByConnection("X-Client"))
          .as("with those who say nothing of idle connections they do not share")
          .allMatch(values -> values.size() == 1);
    }
  }

  @Test
  void by_force_they_share_at_once() {
    try (App app = library().withAgent("force=true");
        Upstream upstream = Upstream.https()) {
      for (int i = 0; i < 5; i++) {
        assertThat(app.fetch(upstream.url("/x")).config("pool", "own-" + i).one().ok()).isTrue();
      }
      assertThat(upstream.connections()).isEqualTo(1 + clientsBeforeSharing());
    }
  }

  @Test
  void what_a_pool_made_for_each_client_says_of_idle_connections_is_kept_to() {
    try (App app = library().withAgent("keep-alive=5m");
        Upstream upstream = Upstream.http()) {
      for (int i = 0; i < 12; i++) {
        app.fetch(upstream.url("/x")).config("pool", "brief-" + i).one();
      }
      upstream.awaitOpen(0);
      assertThat(upstream.connections()).isEqualTo(2 + 1);
    }
  }

  @Test
  void what_the_only_client_left_idle_in_a_pool_of_its_own_stays_there(@TempDir Path folder)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("pooling.conf"), "hosts { \"elsewhere.invalid\" { force = true } }");
    try (App app = library().withAgent("config=" + file);
        Upstream upstream = Upstream.https()) {
      String url = upstream.url("/x");
      app.fetch(url).header("X-Client", "own").config("pool", "own").keep("own").one();
      app.fetch(url).header("X-Client", "other").clients(5).go();
      app.fetch(url).header("X-Client", "own").use("own").one();
      assertThat(upstream.valuesByConnection("X-Client"))
          .containsExactlyInAnyOrder(Set.of("own"), Set.of("other"));
    }
  }

  @Test
  void event_listeners_are_told_what_a_client_with_an_open_connection_tells() {
    assumeFalse(library().name().equals("okhttp-3.0.0"), "this version knows no event listeners");
    List<String> told;
    try (Upstream upstream = Upstream.https()) {
      naked().fetch(upstream.url("/echo")).keep("listened").one();
      told = naked().fetch(upstream.url("/echo")).use("listened").special("events");
    } finally {
      naked().forget("listened");
    }
    try (Upstream upstream = Upstream.https()) {
      agent().fetch(upstream.url("/echo")).one();
      assertThat(agent().fetch(upstream.url("/echo")).special("events"))
          .isEqualTo(told)
          .contains("connectionAcquired", "connectionReleased", "callEnd")
          .doesNotContain("connectStart");
    }
  }

  @Test
  void a_clients_pool_tells_of_the_connections_that_its_calls_use() {
    assumeFalse(
        library().name().equals("okhttp-3.0.0"), "this version does not tell a call's client");
    try (Upstream upstream = Upstream.https()) {
      List<String> told = naked().fetch(upstream.url("/echo")).special("counts");
      agent().fetch(upstream.url("/echo")).clients(2).go();
      assertThat(agent().fetch(upstream.url("/echo")).special("counts"))
          .isEqualTo(told)
          .containsExactly("under way 1 0", "something", "done 1 1", "emptied 0 0");
      int connections = upstream.connections();
      agent().fetch(upstream.url("/echo")).one();
      assertThat(upstream.connections()).as("it was emptied for itself").isEqualTo(connections);
    }
  }

  @Test
  void a_client_that_empties_its_pool_does_not_meet_the_connections_again() {
    assumeFalse(
        library().name().equals("okhttp-3.0.0"), "this version does not tell a call's client");
    for (App app : List.of(naked(), agent())) {
      try (Upstream upstream = Upstream.https()) {
        app.fetch(upstream.url("/echo")).clients(2).go();
        app.fetch(upstream.url("/echo")).keep("emptying").one();
        int before = upstream.connections();
        for (int i = 0; i < 3; i++) {
          assertThat(app.fetch(upstream.url("/echo")).use("emptying").special("counts"))
              .endsWith("emptied 0 0");
        }
        assertThat(upstream.connections())
            .isEqualTo(before + 2); // none was emptied before the first
        app.forget("emptying");
      }
    }
  }

  /**
   * RFC 4559 section 4: the server knows the connection. OkHttp answers the question who it is on
   * the connection that has brought it, and a network interceptor speaks when there is one already.
   */
  @ParameterizedTest
  @ValueSource(strings = {"authenticator", "signs"})
  void nobody_travels_as_another_who_told_the_server_on_a_connection_at_hand(String setting) {
    Set<Integer> known = ConcurrentHashMap.newKeySet();
    Upstream.Script script =
        exchange -> {
          Upstream.Request request = exchange.request();
          if (request.header("Authorization") != null) {
            known.add(request.connection());
          }
          if (known.contains(request.connection())) {
            exchange.respond(200, "welcome");
          } else {
            exchange.respond(401, "who?", "WWW-Authenticate: NTLM");
          }
        };
    try (Upstream upstream = Upstream.builder().script(script).start()) {
      agent().fetch(upstream.url("/x")).clients(2).go();
      for (int i = 0; i < 3; i++) {
        Outcome someone = agent().fetch(upstream.url("/x")).config(setting, "NTLM TlRM").one();
        assertThat(someone.status()).isEqualTo(200);
        assertThat(agent().fetch(upstream.url("/x")).one().status()).isEqualTo(401);
      }
    }
  }

  @Test
  void an_http2_connection_that_is_never_idle_grows_no_older_than_it_may() {
    assumeTrue(library().speaksHttp2());
    try (App app = library().withAgent("max-lifetime=1s");
        Http2Upstream upstream = Http2Upstream.start()) {
      app.fetch(upstream.url("/echo")).clients(2).go(); // from the second client on, it is shared
      app.fetch(upstream.url("/echo")).keep("busy").one();
      int before = upstream.connections();
      assertThat(app.fetch(upstream.url("/delay/100")).use("busy").clients(200).threads(8).go())
          .allMatch(Outcome::ok);
      assertThat(upstream.connections() - before).isBetween(1, 100);
    }
  }

  /** RFC 9113 section 9.1.1. */
  @Test
  void hosts_of_one_certificate_share_a_connection_within_a_client_and_not_beyond() {
    assumeTrue(library().speaksHttp2());
    try (App app = library().withAgent();
        LeavingServer server = new LeavingServer(Integer.MAX_VALUE)) {
      String other = server.url().replace("localhost", "127.0.0.1");
      app.fetch(server.url()).clients(2).go(); // from the second client on, connections are shared
      int before = server.connections();
      assertThat(app.fetch(server.url()).keep("kept").one().ok()).isTrue();
      assertThat(app.fetch(other).use("kept").one().ok()).isTrue();
      assertThat(server.connections()).isEqualTo(before);
      assertThat(app.fetch(other).one().ok()).isTrue();
      assertThat(server.connections())
          .as("another client does not travel so")
          .isEqualTo(before + 1);
    }
  }

  @Test
  void calls_that_an_interceptor_sends_to_another_scheme_share_connections() {
    assumeFalse(library().name().equals("okhttp-3.0.0"), "this version's program cannot");
    try (Upstream upstream = Upstream.http()) {
      for (int i = 0; i < 10; i++) {
        assertThat(agent().fetch(upstream.url("/status/200")).special("elsewhere"))
            .containsExactly("200 status 200");
      }
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslContext", "verifier", "pins"})
  void calls_that_begin_with_http_and_end_with_https_meet_nobody_who_trusts_another(
      String setting) {
    assumeFalse(library().name().equals("okhttp-3.0.0"), "this version's program cannot");
    try (Upstream upstream = Upstream.https()) {
      for (int i = 0; i < 3; i++) {
        for (String value : List.of("A", "B")) {
          App.Fetch call = agent().fetch(upstream.url("/status/200")).config(setting, value);
          assertThat(call.header("X-Client", value).special("elsewhere"))
              .containsExactly("200 status 200");
        }
      }
      assertThat(upstream.valuesByConnection("X-Client")).allMatch(values -> values.size() == 1);
      assertThat(upstream.valuesByTlsSession("X-Client")).allMatch(values -> values.size() == 1);
    }
  }

  /** Found by OkHttp's own tests. The last read is for the end of the answer. */
  @Test
  void a_connection_that_is_not_kept_stays_open_until_its_last_answer_has_ended() {
    assumeTrue(library().speaksHttp2());
    String[] hard = {"max-idle-per-host=0", "max-connections-per-host=1", "acquire-timeout=30s"};
    for (String[] limits : List.of(new String[] {"max-idle-per-host=0"}, hard)) {
      try (App app = library().withAgent(limits);
          LeavingServer server = new LeavingServer(Integer.MAX_VALUE, 20)) {
        assertThat(app.fetch(server.url()).clients(10).go())
            .allMatch(outcome -> outcome.ok() && "ok".equals(outcome.body()));
        assertThat(server.connections()).isGreaterThan(5);
      }
    }
  }

  @Test
  void what_a_server_refuses_on_a_shared_connection_is_sent_anew() {
    assumeTrue(library().speaksHttp2());
    try (App app = library().withAgent("http2-streams-per-connection=8");
        LeavingServer server = new LeavingServer(3)) {
      assertThat(app.fetch(server.url()).clients(400).threads(16).summary())
          .containsOnlyKeys("status=200");
    }
  }
}
