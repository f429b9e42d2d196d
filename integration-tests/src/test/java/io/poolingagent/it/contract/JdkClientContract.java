package io.poolingagent.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.App;
import io.poolingagent.it.ClientSetting;
import io.poolingagent.it.Outcome;
import io.poolingagent.it.SpoilingServer;
import io.poolingagent.it.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract for the client of {@code java.net.http}. */
abstract class JdkClientContract extends ClientContract {

  @Override
  List<ClientSetting> settings() {
    return ClientSetting.JDK;
  }

  @Override
  Map<String, String> irrelevantSettings() {
    return Map.of();
  }

  @Override
  int clientsBeforeSharing() {
    return 1;
  }

  /**
   * Tried and taken back, as requests at Undertow 2.4 then waited for minutes; perhaps they would
   * have anyway, see README, Limits.
   */
  @Override
  boolean leavesResetConnections() {
    return false;
  }

  @Override
  String acquireTimeoutException() {
    return "java.net.http.HttpConnectTimeoutException";
  }

  @Override
  String http2Name() {
    return "HTTP_2";
  }

  @Test
  void clients_with_cookies_of_their_own_share_connections_and_no_cookie() {
    try (Upstream upstream = Upstream.https()) {
      agent().fetch(upstream.url("/cookie/x")).config("cookies", "fresh").clients(2).go();
      int before = upstream.connections();
      for (App.Fetch fetch :
          List.of(
              agent().fetch(upstream.url("/cookie/x")),
              agent().fetch(upstream.url("/cookie/x")).async())) {
        assertThat(fetch.config("cookies", "fresh").clients(200).threads(4).go())
            .extracting(outcome -> outcome.get("body"))
            .containsOnly("cookie null");
      }
      for (String last : List.of("null", "session=2", "session=3")) {
        for (String owner : List.of("A", "B")) {
          int next = last.equals("null") ? 2 : 3;
          assertThat(
                  agent()
                      .fetch(upstream.url("/cookie/" + next))
                      .config("cookies", owner)
                      .one()
                      .get("body"))
              .isEqualTo("cookie " + last);
        }
      }
      assertThat(upstream.connections() - before).isLessThanOrEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void clients_with_proxy_selectors_of_their_own_share_what_goes_the_same_way(boolean tls) {
    for (App app : List.of(naked(), agent())) {
      try (Upstream origin = tls ? Upstream.https() : Upstream.http();
          Upstream proxyA = Upstream.http();
          Upstream proxyB = Upstream.http()) {
        List<Upstream> servers = tls ? List.of(origin) : List.of(origin, proxyA, proxyB);
        for (int i = 0; i < 6; i++) {
          for (Upstream server : servers) {
            String way = server == origin ? "none" : "127.0.0.1:" + server.port();
            Outcome outcome =
                app.fetch(origin.url("/redirect/1"))
                    .config("redirects", "true")
                    .config("proxySelector", way)
                    .one();
            assertThat(outcome.ok()).as(outcome.toString()).isTrue();
            assertThat(outcome.get("asked"))
                .as("once, before it is sent, by the thread that sends it")
                .matches("\\[/redirect/1 on [^,]*]");
          }
        }
        for (Upstream server : servers) {
          assertThat(server.requests()).hasSize(6 * 3);
          if (app == naked()) {
            assertThat(server.connections()).isEqualTo(6);
          } else {
            assertThat(server.connections()).isLessThanOrEqualTo(1 + clientsBeforeSharing());
          }
        }
      }
    }
  }

  /** RFC 9110 section 9.3.6: what a tunnel leads to is the client's and the proxy's business. */
  @Test
  void so_do_those_who_take_tunnels() {
    try (Upstream origin = Upstream.https();
        Upstream proxyA = Upstream.http();
        Upstream proxyB = Upstream.http()) {
      for (int i = 0; i < 6; i++) {
        for (String way :
            List.of("none", "127.0.0.1:" + proxyA.port(), "127.0.0.1:" + proxyB.port())) {
          Outcome outcome =
              agent()
                  .fetch(origin.url("/x"))
                  .config("proxySelector", way)
                  .header("X-Client", way)
                  .one();
          assertThat(outcome.ok()).as(outcome.toString()).isTrue();
        }
      }
      for (Upstream server : List.of(proxyA, proxyB)) {
        assertThat(server.connections()).isLessThanOrEqualTo(1 + clientsBeforeSharing());
      }
      assertThat(origin.valuesByConnection("X-Client")).allMatch(ways -> ways.size() == 1);
    }
  }

  @Test
  void what_a_proxy_selector_throws_is_the_applications() {
    for (App app : List.of(naked(), agent())) {
      try (Upstream upstream = Upstream.http()) {
        app.fetch(upstream.url("/x")).config("proxySelector", "none").clients(3).go();
        int before = upstream.requests().size();
        Outcome outcome = app.fetch(upstream.url("/x")).config("proxySelector", "fails").one();
        assertThat(outcome.exception()).isEqualTo("java.lang.IllegalStateException");
        assertThat(outcome.get("message")).isEqualTo("fails");
        assertThat(upstream.requests()).hasSize(before);
      }
    }
  }

  /** A cookie handler is the application's code: what it throws is no connection's failure. */
  @ParameterizedTest
  @CsvSource({"fails on get, 0", "fails on put, 1"})
  void what_a_cookie_handler_throws_ends_its_request(String handler, int timesSent) {
    try (Upstream upstream = Upstream.http()) {
      agent().fetch(upstream.url("/warm")).config("cookies", "fresh").clients(3).go();
      Outcome outcome =
          agent().fetch(upstream.url("/cookie/a")).config("cookies", handler).timeout(5000).one();
      assertThat(outcome.exception()).isEqualTo("java.io.IOException");
      assertThat(outcome.get("message")).isEqualTo(handler);
      assertThat(upstream.requests())
          .filteredOn(request -> request.target().equals("/cookie/a"))
          .hasSize(timesSent);
    }
  }

  /** The JDK itself repeats some of them; of these clients ours repeated none before. */
  @ParameterizedTest
  @EnumSource
  void so_do_those_of_clients_that_speak_http_1_1_only_where_connections_are_spoilt(
      SpoilingServer.Spoiler spoiler) {
    try (SpoilingServer server = new SpoilingServer(spoiler)) {
      for (App.Fetch load :
          List.of(agent().fetch(server.url()), agent().fetch(server.url()).async())) {
        assertThat(load.config("version", "1.1").clients(1000).threads(2).summary())
            .containsOnlyKeys("status=200");
      }
    }
  }

  @Test
  void a_client_goes_on_with_the_connection_that_it_authenticated() {
    List<Boolean> goesOn = new ArrayList<>();
    for (App app : List.of(naked(), agent())) {
      try (Upstream upstream = Upstream.http()) {
        app.fetch(upstream.url("/x")).clients(1 + clientsBeforeSharing()).go();
        app.fetch(upstream.url("/x"))
            .keep("authenticated")
            .header("Authorization", "Negotiate YII")
            .header("X-Step", "1")
            .one();
        app.fetch(upstream.url("/x")).use("authenticated").header("X-Step", "2").one();
        app.fetch(upstream.url("/x")).header("X-Step", "3").one();
        assertThat(upstream.valuesByConnection("X-Step"))
            .noneMatch(steps -> steps.contains("3") && steps.contains("1"));
        goesOn.add(upstream.valuesByConnection("X-Step").contains(Set.of("1", "2")));
      }
    }
    assertThat(goesOn.get(1)).isEqualTo(goesOn.get(0));
  }
}
