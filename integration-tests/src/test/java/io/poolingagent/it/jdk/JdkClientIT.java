package io.poolingagent.it.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.poolingagent.it.App;
import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.Http2Upstream;
import io.poolingagent.it.LeavingServer;
import io.poolingagent.it.SharedApps;
import io.poolingagent.it.Upstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is certain to break when clients of the JDK's share one, and does not break here. The
 * contract that holds for every library is tested elsewhere.
 */
@Order(1) // takes minutes
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JdkClientIT {
  private final SharedApps apps = new SharedApps();

  @AfterEach
  void theAgentSwallowedNoError() {
    apps.checkAgentErrors();
  }

  @AfterAll
  void endApplications() {
    apps.close();
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void bodies_that_nobody_reads_do_not_stop_other_requests(int jdk) {
    App app = apps.withAgent(ClientLibrary.jdk(jdk));
    try (Http2Upstream upstream = Http2Upstream.start()) {
      assertThat(app.fetch(upstream.url("/")).special("unread")).containsExactly("others succeed");
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void no_request_fails_or_is_processed_twice_when_an_http2_server_leaves_its_connections(int jdk) {
    boolean shares = ClientLibrary.jdk(jdk).sharesHttp2();
    int requests = shares ? 3000 : 300;
    App app = apps.withAgent(ClientLibrary.jdk(jdk));
    try (LeavingServer server = new LeavingServer(50)) {
      Map<String, Long> outcomes =
          app.fetch(server.url()).method("POST").clients(requests).threads(20).summary();
      assertThat(outcomes)
          .containsOnlyKeys("status=200")
          .containsEntry("status=200", (long) requests);
      assertThat(server.processed()).isEqualTo(requests);
      // As with a client kept by hand: while a connection is opened, each waiting thread opens one.
      assertThat(server.connections()).isLessThan(shares ? 1500 : requests + 1);
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void servers_that_allow_few_streams_get_more_connections_and_no_request_fails(int jdk) {
    App app = apps.withAgent(ClientLibrary.jdk(jdk));
    try (Http2Upstream upstream = Http2Upstream.withMaxConcurrentStreams(5)) {
      app.fetch(upstream.url("/")).clients(3).go();
      for (int round = 0; round < 2; round++) {
        assertThat(app.fetch(upstream.url("/delay/100")).clients(60).threads(60).async().summary())
            .containsOnlyKeys("status=200");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void credentials_are_never_those_of_an_earlier_client(int jdk) {
    App app = apps.withAgent(ClientLibrary.jdk(jdk));
    try (Upstream upstream = Upstream.http()) {
      List<String> answers = app.fetch(upstream.url("/auth")).special("credentials");
      assertThat(answers).hasSize(6);
      for (int i = 0; i < 6; i++) {
        // "alice:secret" and "bob:secret"
        assertThat(answers.get(i)).endsWith(i % 2 == 0 ? "YWxpY2U6c2VjcmV0" : "Ym9iOnNlY3JldA==");
      }
      assertThat(upstream.connections()).isLessThanOrEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void credentials_are_those_of_each_client_while_many_ask_at_once(int jdk) {
    App app = apps.withAgent(ClientLibrary.jdk(jdk));
    try (Upstream upstream = Upstream.http()) {
      List<String> seen = app.fetch(upstream.url("/auth")).special("credentialsAtOnce");
      assertThat(seen.subList(0, 200)).containsOnly("own");
      assertThat(seen.subList(200, 202)).containsOnly("who?");
      // The JDK may ask again while the answer to the first request is still being read.
      assertThat(upstream.connections()).isLessThan(20);
      // Each asks without, then with them, then with them at once.
      assertThat(upstream.requests()).hasSize(602);
    }
  }

  /** The JDK fails the request then; for the agent that is no dead connection. */
  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void a_request_that_nobody_has_credentials_for_is_not_sent_again(int jdk) {
    App app = apps.withAgent(ClientLibrary.jdk(jdk));
    try (Upstream upstream = Upstream.http()) {
      assertThat(app.fetch(upstream.url("/")).special("noCredentials"))
          .containsExactly("200", "200", "200", "No credentials provided");
      assertThat(upstream.requests()).hasSize(4);
      assertThat(upstream.connections()).isLessThanOrEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void body_handlers_run_in_the_context_class_loader_that_they_have_without_the_agent(int jdk) {
    App with = apps.withAgent(ClientLibrary.jdk(jdk));
    App without = apps.withoutAgent(ClientLibrary.jdk(jdk));
    try (Upstream upstream = Upstream.http()) {
      String url = upstream.url("/echo");
      assertThat(with.fetch(url).special("contextLoader"))
          .isEqualTo(without.fetch(url).special("contextLoader"))
          .allMatch(line -> line.endsWith(jdk < 19 ? "builder's" : "system"));
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void what_continues_a_request_finds_its_connection_free(int jdk) {
    try (App app =
            ClientLibrary.jdk(jdk).withAgent("max-connections-per-host=1", "acquire-timeout=1s");
        Upstream upstream =
            Upstream.builder()
                .script(
                    exchange -> {
                      if (exchange.request().target().equals("/late")) {
                        Upstream.pause(100); // so that it is continued before it is answered
                      }
                      exchange.respond(200, "ok");
                    })
                .start()) {
      assertThat(app.fetch(upstream.url("/")).special("continued")).containsOnly("next 200");
      assertThat(upstream.maxOpen()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void an_executor_that_is_shut_down_takes_nobody_else_along(int jdk) {
    App app = apps.withAgent(ClientLibrary.jdk(jdk));
    try (Upstream upstream = Upstream.http()) {
      assertThat(app.fetch(upstream.url("/echo")).special("executorShutdown"))
          .containsExactly(
              "executor 200", "executor 200", "executor 200", "none 200", "none 200", "none 200");
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void what_is_the_applications_runs_on_its_executor_though_the_connection_is_shared(int jdk) {
    App with = apps.withAgent(ClientLibrary.jdk(jdk));
    App without = apps.withoutAgent(ClientLibrary.jdk(jdk));
    try (Upstream http1 = Upstream.http()) {
      String url = http1.url("/");
      List<String> seen = with.fetch(url).special("ownExecutors");
      int connections = http1.connections();
      assertThat(seen).isEqualTo(without.fetch(url).special("ownExecutors"));
      assertThat(connections).isLessThan(seen.size());
      try (Http2Upstream http2 = Http2Upstream.start()) {
        assertThat(with.fetch(http2.url("/")).special("ownExecutors"))
            .isEqualTo(without.fetch(http2.url("/")).special("ownExecutors"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void a_connection_whose_answer_nobody_takes_is_closed(int jdk) {
    // A limit, so that the first client shares as well; the connection would be kept for minutes.
    try (App app = ClientLibrary.jdk(jdk).withAgent("max-connections-per-host=5", "keep-alive=5m");
        Upstream upstream = Upstream.http()) {
      assertThat(app.fetch(upstream.url("/")).special("handlerThrows"))
          .containsExactly("not this one");
      assertThat(upstream.connections()).isEqualTo(1);
      upstream.awaitOpen(0);
      assertThat(app.fetch(upstream.url("/")).special("subscriberThrows"))
          .containsExactly("not this one");
      assertThat(upstream.connections()).isEqualTo(2);
      upstream.awaitOpen(0);
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void gets_do_not_notice_that_their_neighbours_on_a_connection_are_interrupted(int jdk) {
    assumeTrue(ClientLibrary.jdk(jdk).sharesHttp2(), "HTTP/2 is not shared on this JDK");
    App app = apps.withAgent(ClientLibrary.jdk(jdk));
    try (Http2Upstream upstream = Http2Upstream.start()) {
      assertThat(app.fetch(upstream.url("/")).special("interruptedNeighbours")).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void cancelling_a_future_or_one_made_from_it_ends_the_request_at_the_server(int jdk) {
    App app = apps.withAgent(ClientLibrary.jdk(jdk));
    try (Upstream upstream = Upstream.http()) {
      assertThat(app.fetch(upstream.url("/never")).special("cancel"))
          .containsExactly("true", "true");
      upstream.awaitRequests(4);
      upstream.awaitOpen(2); // those of the two requests that ended well
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void a_client_answers_what_its_builder_was_told(int jdk) {
    App with = apps.withAgent(ClientLibrary.jdk(jdk));
    App without = apps.withoutAgent(ClientLibrary.jdk(jdk));
    try (Upstream upstream = Upstream.http()) {
      String url = upstream.url("/echo");
      assertThat(with.fetch(url).special("described"))
          .isEqualTo(without.fetch(url).special("described"));
    }
  }

  @Test
  void clients_that_publish_a_body_and_have_an_executor_open_no_connection_more() {
    List<Integer> connections = new ArrayList<>();
    for (App app :
        List.of(apps.withoutAgent(ClientLibrary.jdk(17)), apps.withAgent(ClientLibrary.jdk(17)))) {
      try (Upstream upstream = Upstream.http()) {
        assertThat(app.fetch(upstream.url("/echo")).special("published"))
            .hasSize(10)
            .containsOnly("200");
        connections.add(upstream.connections());
      }
    }
    assertThat(connections.get(1)).isLessThanOrEqualTo(connections.get(0));
  }

  /** Apache CXF 4.1 closes its clients so: each request after such an end waited for ever. */
  @Test
  void a_client_whose_thread_is_looked_for_by_its_name_disturbs_no_other() {
    App with = apps.withAgent(ClientLibrary.jdk(17));
    try (Upstream upstream = Upstream.http()) {
      assertThat(with.fetch(upstream.url("/echo")).special("selectorStopped"))
          .hasSize(5)
          .containsOnly("200");
      assertThat(upstream.connections()).isBetween(1, 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"closed", "closedWhileWaiting"})
  void a_closed_client_behaves_as_without_the_agent_and_disturbs_no_other(String experiment) {
    App with = apps.withAgent(ClientLibrary.jdk(25));
    App without = apps.withoutAgent(ClientLibrary.jdk(25));
    try (Upstream upstream = Upstream.http()) {
      String url = upstream.url("/echo");
      assertThat(with.fetch(url).special(experiment))
          .isEqualTo(without.fetch(url).special(experiment))
          .last()
          .isEqualTo("other 200");
    }
  }

  @Test
  void waiting_requests_join_an_http2_connection_as_soon_as_there_is_one() {
    try (App app =
            ClientLibrary.jdk(25).withAgent("max-connections-per-host=1", "acquire-timeout=30s");
        Http2Upstream upstream = Http2Upstream.start()) {
      assertThat(app.fetch(upstream.url("/delay/300")).clients(80).threads(80).async().summary())
          .containsOnlyKeys("status=200");
      assertThat(upstream.maxOpen()).isEqualTo(1);
    }
  }

  @Test
  void a_hard_limit_holds_over_http2_although_the_server_allows_few_streams() {
    try (App app =
            ClientLibrary.jdk(25).withAgent("max-connections-per-host=2", "acquire-timeout=30s");
        Http2Upstream upstream = Http2Upstream.withMaxConcurrentStreams(5)) {
      assertThat(app.fetch(upstream.url("/delay/50")).clients(60).threads(60).async().summary())
          .containsOnlyKeys("status=200");
      assertThat(upstream.maxOpen()).isBetween(1, 2);
    }
  }

  @Test
  void a_hard_limit_of_one_host_holds_from_the_first_client_on(@TempDir Path folder)
      throws IOException {
    Path settings = folder.resolve("pooling.conf");
    Files.writeString(
        settings,
        "hosts { \"localhost\" { max-connections-per-host = 1, acquire-timeout = 30s } }\n");
    try (App app = ClientLibrary.jdk(25).withAgent("config=" + settings);
        Upstream upstream = Upstream.http()) {
      assertThat(app.fetch(upstream.url("/delay/50")).clients(8).threads(8).async().summary())
          .containsOnlyKeys("status=200");
      assertThat(upstream.maxOpen()).isEqualTo(1);
    }
  }

  @Test
  void tls_handshakes_are_timed() throws Exception {
    try (App app = ClientLibrary.jdk(25).withAgent();
        Upstream upstream = Upstream.https()) {
      app.fetch(upstream.url("/echo")).clients(3).go();
      MBeanServerConnection console = app.jvm().mbeans();
      Upstream.await(
          () -> handshakes(console) == 1, () -> "one timed handshake, not " + handshakes(console));
    }
  }

  private static long handshakes(MBeanServerConnection console) {
    try {
      long handshakes = 0;
      for (ObjectName timer : console.queryNames(new ObjectName("*:name=*.tls,*"), null)) {
        handshakes += ((Number) console.getAttribute(timer, "Count")).longValue();
      }
      return handshakes;
    } catch (IOException | JMException e) {
      throw new AssertionError(e);
    }
  }
}
