package io.poolingagent.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.poolingagent.it.App;
import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.ClientSetting;
import io.poolingagent.it.Console;
import io.poolingagent.it.Http2Upstream;
import io.poolingagent.it.Outcome;
import io.poolingagent.it.SharedApps;
import io.poolingagent.it.SocketCount;
import io.poolingagent.it.SpoilingServer;
import io.poolingagent.it.SpoilingServer.Spoiler;
import io.poolingagent.it.Upstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for every client library under the agent. A subclass names the library; what it
 * answers below is all in which libraries differ. One JVM without the agent serves all cases, and
 * one with it for each set of settings; a case that must be the first of its JVM, or changes what
 * the others would see, starts its own. After each case no agent must have swallowed an error.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
abstract class ClientContract {

  /** A hard limit. */
  private static final String[] TWO_AT_MOST = {"max-connections-per-host=2", "acquire-timeout=30s"};

  /** A soft limit. */
  private static final String[] TWO_OR_MORE = {
    "max-connections-per-host=2", "on-exhausted=overflow"
  };

  /** So many connections wait for a request. */
  private static final int IDLE = 8;

  private final SharedApps apps = new SharedApps();
  private App agent;
  private App naked;

  /** The library, its version and its JDK. */
  abstract ClientLibrary library();

  /** The connection-relevant settings of the library. */
  abstract List<ClientSetting> settings();

  /** Settings that say nothing about connections. */
  Map<String, String> irrelevantSettings() {
    return Map.of(
        "authenticator",
        "A",
        "connectTimeout",
        "1000",
        "readTimeout",
        "2000",
        "retry",
        "false",
        "cookies",
        "fresh",
        "redirects",
        "false");
  }

  /** How many clients of a kind the agent leaves alone before it shares. */
  abstract int clientsBeforeSharing();

  /** What the library throws when no connection of its pool becomes free in time. */
  abstract String acquireTimeoutException();

  /** How a server is reached. */
  enum Scheme {
    HTTP,
    HTTPS
  }

  @BeforeAll
  void startApplications() {
    agent = agentWith();
    naked = apps.withoutAgent(library());
  }

  @AfterAll
  void endApplications() {
    apps.close();
  }

  /** The application that runs under the agent as it is by default. */
  App agent() {
    return agent;
  }

  /** The application that runs under the agent with these settings. */
  private App agentWith(String... settings) {
    return apps.withAgent(library(), settings);
  }

  /** The same application without. */
  App naked() {
    return naked;
  }

  @AfterEach
  void theAgentSwallowedNoError() {
    apps.checkAgentErrors();
  }

  private static Upstream upstream(Scheme scheme) {
    return scheme == Scheme.HTTP ? Upstream.http() : Upstream.https();
  }

  // ---------------------------------------------------------------- one connection

  @ParameterizedTest
  @EnumSource
  void fresh_clients_share_one_connection(Scheme scheme) {
    try (Upstream upstream = upstream(scheme)) {
      assertThat(agent.fetch(upstream.url("/echo")).clients(20).go())
          .hasSize(20)
          .allMatch(Outcome::ok);
      assertThat(upstream.connections()).isBetween(1, 1 + clientsBeforeSharing());
    }
  }

  @ParameterizedTest
  @EnumSource
  void fresh_clients_share_as_many_connections_as_there_are_requests_at_once(Scheme scheme) {
    try (Upstream upstream = upstream(scheme)) {
      assertThat(agent.fetch(upstream.url("/delay/5")).clients(100).threads(4).go())
          .allMatch(Outcome::ok);
      assertThat(upstream.connections()).isBetween(1, 4 + 4 * clientsBeforeSharing());
    }
  }

  @ParameterizedTest
  @EnumSource
  void clients_that_are_the_first_of_all_and_begin_together_share(Scheme scheme) {
    try (App app = library().withAgent();
        Upstream upstream = upstream(scheme)) {
      assertThat(app.fetch(upstream.url("/delay/1000")).clients(8).threads(8).go())
          .allMatch(Outcome::ok);
      int together = upstream.connections();
      assertThat(app.fetch(upstream.url("/delay/50")).clients(8).threads(8).go())
          .allMatch(Outcome::ok);
      assertThat(upstream.connections() - together)
          .as("connections of the second eight, of which the first eight left them as many")
          .isBetween(0, Math.min(8, 8 * clientsBeforeSharing()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void asynchronous_calls_share_connections(Scheme scheme) {
    try (Upstream upstream = upstream(scheme)) {
      assertThat(agent.fetch(upstream.url("/echo")).async().clients(20).go()).allMatch(Outcome::ok);
      // The future may complete a moment before the library gives its connection back.
      assertThat(upstream.connections()).isBetween(1, 2 + clientsBeforeSharing());
    }
  }

  @Test
  void fresh_clients_share_one_http2_connection() {
    assumeTrue(library().speaksHttp2(), "this version knows no HTTP/2 on this JDK");
    try (Http2Upstream upstream = Http2Upstream.start()) {
      List<Outcome> outcomes = agent.fetch(upstream.url("/echo")).clients(20).go();
      assertThat(outcomes)
          .allMatch(Outcome::ok)
          .extracting(outcome -> outcome.get("version"))
          .containsOnly(http2Name());
      if (library().sharesHttp2()) {
        assertThat(upstream.connections()).isBetween(1, 1 + clientsBeforeSharing());
      } else {
        assertThat(upstream.connections()).isEqualTo(20);
      }
    }
  }

  @Test
  void requests_of_one_client_travel_together_over_http2_as_without_the_agent() {
    assumeTrue(library().speaksHttp2(), "this version knows no HTTP/2 on this JDK");
    assumeTrue(library().sharesHttp2(), "the agent does not share HTTP/2 connections on this JDK");
    List<Integer> connections = new ArrayList<>();
    for (App app : List.of(naked, agent)) {
      try (Http2Upstream upstream = Http2Upstream.start()) {
        app.fetch(upstream.url("/echo")).keep("together").one();
        assertThat(
                app.fetch(upstream.url("/delay/100")).use("together").clients(16).threads(16).go())
            .allMatch(Outcome::ok);
        connections.add(upstream.connections());
      } finally {
        app.forget("together");
      }
    }
    assertThat(connections.get(1)).isLessThanOrEqualTo(connections.get(0));
  }

  /** How the library names HTTP/2. */
  abstract String http2Name();

  @Test
  void more_requests_at_once_than_http2_streams_allowed_all_succeed() {
    assumeTrue(library().speaksHttp2(), "this version knows no HTTP/2 on this JDK");
    try (Http2Upstream upstream = Http2Upstream.withMaxConcurrentStreams(10)) {
      agent.fetch(upstream.url("/echo")).clients(3).go();
      assertThat(agent.fetch(upstream.url("/delay/100")).clients(60).threads(60).go())
          .allMatch(Outcome::ok);
    }
  }

  /**
   * The server ends a connection with 200 resets within 30 s, as Netty's do (CVE-2023-44487), and
   * with it the requests of clients that have nothing to do with them.
   */
  @Test
  void an_http2_connection_is_left_before_a_server_minds_that_its_streams_are_reset() {
    assumeTrue(library().speaksHttp2(), "this version knows no HTTP/2 on this JDK");
    assumeTrue(leavesResetConnections(), "a limit that README tells");
    try (Http2Upstream upstream = Http2Upstream.start()) {
      for (int i = 0; i < 210; i++) {
        assertThat(agent.fetch(upstream.url("/delay/300")).timeout(8).one().ok()).isFalse();
        assertThat(agent.fetch(upstream.url("/echo")).method("POST").body("x").clients(2).go())
            .as("after reset no. %d", i)
            .allMatch(Outcome::ok);
      }
      Map<String, Long> resets =
          upstream.requests().stream()
              .filter(request -> request.method().equals("GET"))
              .collect(Collectors.groupingBy(Http2Upstream.Request::socket, Collectors.counting()));
      assertThat(resets.values()).allMatch(count -> count <= 101);
      assertThat(resets).hasSizeBetween(2, 6);
    }
  }

  /** Whether the agent leaves a connection whose streams are reset, see above. */
  boolean leavesResetConnections() {
    return true;
  }

  // ---------------------------------------------------------------- nothing observable changes

  /** Something that an application does, and what it sees of it must be the same with the agent. */
  record Behaviour(
      String path, String method, boolean async, Map<String, String> config, int timeout) {

    static Behaviour of(String path) {
      return new Behaviour(path, "GET", false, Map.of(), 0);
    }

    Behaviour by(String other) {
      return new Behaviour(path, other, async, config, timeout);
    }

    Behaviour asynchronously() {
      return new Behaviour(path, method, true, config, timeout);
    }

    Behaviour with(String setting, String value) {
      return new Behaviour(path, method, async, Map.of(setting, value), timeout);
    }

    Behaviour within(int millis) {
      return new Behaviour(path, method, async, config, millis);
    }

    @Override
    public String toString() {
      return method + " " + path + (async ? " async" : "") + (config.isEmpty() ? "" : " " + config);
    }
  }

  static Stream<Behaviour> behaviours() {
    List<Behaviour> all = new ArrayList<>();
    for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH")) {
      all.add(Behaviour.of("/echo").by(method));
      all.add(Behaviour.of("/echo").by(method).asynchronously());
    }
    for (String path :
        List.of(
            "/bytes/100000",
            "/bytes/0",
            "/slow/5",
            "/status/204",
            "/status/404",
            "/status/500",
            "/status/503",
            "/half",
            "/drop",
            "/garbage",
            "/cookie/a")) {
      all.add(Behaviour.of(path));
      all.add(Behaviour.of(path).asynchronously());
    }
    all.add(Behaviour.of("/drop").by("POST"));
    all.add(Behaviour.of("/half").by("POST"));
    all.add(Behaviour.of("/never").within(300));
    all.add(Behaviour.of("/never").by("POST").within(300));
    all.add(Behaviour.of("/delay/100").within(5000));
    all.add(Behaviour.of("/redirect/3").with("redirects", "true"));
    all.add(Behaviour.of("/redirect/3").with("redirects", "false"));
    all.add(Behaviour.of("/redirect/1").by("POST").with("redirects", "true"));
    all.add(Behaviour.of("/cookie/b").with("cookies", "fresh"));
    all.add(Behaviour.of("/auth").with("authenticator", "someone"));
    all.add(Behaviour.of("/auth"));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("behaviours")
  void the_application_sees_the_same_answers_and_failures(Behaviour behaviour) {
    try (Upstream upstream = Upstream.http()) {
      sameWithAndWithout(behaviour, upstream);
    }
  }

  @Test
  void the_application_sees_the_same_answers_and_failures_over_tls() {
    try (Upstream upstream = Upstream.https()) {
      sameWithAndWithout(Behaviour.of("/echo"), upstream);
      sameWithAndWithout(Behaviour.of("/echo").by("POST").asynchronously(), upstream);
      sameWithAndWithout(Behaviour.of("/half"), upstream);
      sameWithAndWithout(Behaviour.of("/drop").by("POST"), upstream);
    }
  }

  private void sameWithAndWithout(Behaviour behaviour, Upstream upstream) {
    List<Outcome> without = observe(naked, upstream.url(behaviour.path()), behaviour);
    // So that the requests of the case meet used connections.
    agent
        .fetch(upstream.url("/warm"))
        .config(behaviour.config())
        .clients(1 + clientsBeforeSharing())
        .go();
    List<Outcome> with = observe(agent, upstream.url(behaviour.path()), behaviour);
    assertThat(with).as(behaviour.toString()).isEqualTo(without);
  }

  @Test
  void the_application_sees_the_same_failure_to_connect() {
    try (Upstream http = Upstream.http();
        Upstream https = Upstream.https()) {
      int closedPort;
      try (Upstream closed = Upstream.http()) {
        closedPort = closed.port();
      }
      for (String url :
          List.of(
              "http://localhost:" + closedPort + "/refused",
              "https://localhost:" + http.port() + "/tls-to-plain",
              "http://localhost:" + https.port() + "/plain-to-tls")) {
        Behaviour behaviour = Behaviour.of(url);
        assertThat(observe(agent, url, behaviour))
            .as(url)
            .isEqualTo(observe(naked, url, behaviour));
        Behaviour async = behaviour.asynchronously();
        assertThat(observe(agent, url, async)).as(url).isEqualTo(observe(naked, url, async));
      }
    }
  }

  /** Two fresh clients one after the other; what differs from run to run is left out. */
  private static List<Outcome> observe(App app, String url, Behaviour behaviour) {
    App.Fetch fetch = app.fetch(url).clients(2).config(behaviour.config());
    if (!behaviour.method().equals("GET")) {
      fetch.method(behaviour.method());
    }
    if (behaviour.async()) {
      fetch.async();
    }
    if (behaviour.timeout() > 0) {
      fetch.timeout(behaviour.timeout());
      // Whether the reading or the closing thread comes first decides the message and the cause.
      return fetch.go().stream().map(outcome -> lasting(outcome).firstExceptionOnly()).toList();
    }
    return fetch.go().stream().map(ClientContract::lasting).toList();
  }

  private static Outcome lasting(Outcome outcome) {
    return outcome
        .without("millis")
        .replacing("okhttp-(sent|received)-millis: \\d+", "$1")
        .replacing("@[0-9a-f]+", "@");
  }

  @Test
  void web_sockets_work_as_before() {
    assumeTrue(library().speaksWebSocket(), "this version knows no WebSockets");
    try (Upstream upstream = Upstream.http()) {
      agent.fetch(upstream.url("/warm")).clients(3).go();
      for (int i = 0; i < 2; i++) {
        List<String> seen = agent.fetch(upstream.url("/ws")).special("websocket");
        assertThat(seen).containsExactly("open 101", "message hello", "closed 1000 bye");
      }
      assertThat(agent.fetch(upstream.url("/after")).one().ok()).isTrue();
    }
  }

  // ---------------------------------------------------------------- only interchangeable clients
  // share

  Stream<ClientSetting> connectionRelevant() {
    return settings().stream();
  }

  @ParameterizedTest
  @MethodSource("connectionRelevant")
  void clients_that_differ_in_a_relevant_setting_never_meet_on_one_connection(
      ClientSetting setting) {
    try (Upstream upstream = Upstream.https()) {
      int repetitions = 3;
      for (int i = 0; i < repetitions; i++) {
        for (String value : setting.values()) {
          Outcome outcome = ask(upstream, setting.name(), value);
          assertThat(outcome.ok()).as(outcome.toString()).isTrue();
        }
      }
      String unset = setting.byDefault() == null ? "unset" : setting.byDefault();
      Outcome plain = agent.fetch(upstream.url("/x")).header("X-Client", unset).one();
      assertThat(plain.ok()).as(plain.toString()).isTrue();
      assertThat(upstream.valuesByConnection("X-Client")).allMatch(values -> values.size() == 1);
      if (setting.decidesTls()) {
        assertThat(upstream.valuesByTlsSession("X-Client")).allMatch(values -> values.size() == 1);
      }
      if (setting.shares()) {
        assertThat(upstream.connections()).isBetween(2, 2 * (1 + clientsBeforeSharing()) + 1);
      }
    }
  }

  private Outcome ask(Upstream upstream, String setting, String value) {
    return agent.fetch(upstream.url("/x")).config(setting, value).header("X-Client", value).one();
  }

  @Test
  void the_audit_tells_which_part_keeps_clients_apart() {
    ClientSetting setting = settings().get(0);
    try (Upstream upstream = Upstream.https();
        App app = library().withAgent()) {
      for (String value : setting.values()) {
        app.fetch(upstream.url("/x"))
            .config(setting.name(), value)
            .clients(1 + clientsBeforeSharing())
            .go();
      }
      app.jvm().end();
      String prefix = library().setting() + ".wouldPoolBut.";
      assertThat(app.jvm().report().keySet()).anyMatch(fact -> fact.startsWith(prefix));
    }
  }

  @Test
  void clients_of_different_proxies_never_meet_on_one_connection() {
    for (Scheme scheme : Scheme.values()) {
      try (Upstream origin = upstream(scheme);
          Upstream proxyA = Upstream.http();
          Upstream proxyB = Upstream.http()) {
        for (int i = 0; i < 3; i++) {
          for (Upstream proxy : List.of(proxyA, proxyB)) {
            assertThat(ask(origin, "proxy", "127.0.0.1:" + proxy.port()).ok()).isTrue();
          }
          assertThat(ask(origin, "proxy", "none").ok()).isTrue();
        }
        for (Upstream server : List.of(origin, proxyA, proxyB)) {
          assertThat(server.valuesByConnection("X-Client"))
              .isNotEmpty()
              .allMatch(values -> values.size() == 1);
          assertThat(server.connections()).isLessThanOrEqualTo(3 * (1 + clientsBeforeSharing()));
        }
      }
    }
  }

  @Test
  void clients_that_differ_in_nothing_relevant_share() {
    try (Upstream upstream = Upstream.https()) {
      agent.fetch(upstream.url("/echo")).clients(1 + clientsBeforeSharing()).go();
      int before = upstream.connections();
      irrelevantSettings()
          .forEach(
              (setting, value) ->
                  assertThat(agent.fetch(upstream.url("/echo")).config(setting, value).one().ok())
                      .isTrue());
      assertThat(upstream.connections()).isEqualTo(before);
    }
  }

  // ---------------------------------------------------------------- no new failure

  @ParameterizedTest
  @EnumSource
  void requests_succeed_though_the_server_closed_the_idle_connection(Scheme scheme) {
    Upstream.Builder server = Upstream.builder().closeWhenIdle(Duration.ofMillis(150));
    try (Upstream upstream = (scheme == Scheme.HTTP ? server : server.tls()).start()) {
      everyMethodSucceedsOnce(upstream);
    }
  }

  @ParameterizedTest
  @EnumSource
  void requests_succeed_though_the_server_answered_408_on_the_idle_connection(Scheme scheme) {
    Upstream.Builder server = Upstream.builder().answer408WhenIdle(Duration.ofMillis(150));
    try (Upstream upstream = (scheme == Scheme.HTTP ? server : server.tls()).start()) {
      everyMethodSucceedsOnce(upstream);
    }
  }

  /** Request, wait until the server has closed what is idle, request. */
  private void everyMethodSucceedsOnce(Upstream upstream) {
    int posts = 0;
    for (int round = 0; round < 3; round++) {
      for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
        agent.fetch(upstream.url("/warm")).clients(2).go();
        upstream.awaitOpen(0);
        assertThat(agent.fetch(upstream.url("/x")).method(method).one().body())
            .startsWith(method + " /x");
        posts++;
        assertThat(upstream.requests().stream().filter(request -> request.target().equals("/x")))
            .hasSize(posts);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_server_that_closes_after_each_answer_without_saying_so_is_no_problem(Scheme scheme) {
    Upstream.Builder server =
        Upstream.builder()
            .script(
                exchange -> {
                  exchange.respond(200, "and gone");
                  exchange.drop();
                });
    try (Upstream upstream = (scheme == Scheme.HTTP ? server : server.tls()).start()) {
      assertThat(agent.fetch(upstream.url("/")).clients(50).go()).allMatch(Outcome::ok);
    }
  }

  @ParameterizedTest
  @EnumSource
  void requests_succeed_though_connections_are_spoilt_right_behind_each_answer(Spoiler spoiler) {
    assumeFalse(
        spoiler == Spoiler.GARBAGE && failsByItselfWhereAnAnswerIsFollowedByGarbage(),
        "the library reuses connections by itself, and fails as well");
    try (SpoilingServer server = new SpoilingServer(spoiler)) {
      for (App.Fetch load : List.of(agent.fetch(server.url()), agent.fetch(server.url()).async())) {
        assertThat(load.clients(300).threads(2).summary()).containsOnlyKeys("status=200");
      }
    }
  }

  boolean failsByItselfWhereAnAnswerIsFollowedByGarbage() {
    return false;
  }

  @ParameterizedTest
  @EnumSource
  void a_request_that_the_server_dropped_on_a_used_connection_is_repeated_only_when_that_is_safe(
      Scheme scheme) {
    Upstream.Builder server =
        Upstream.builder()
            .script(
                exchange -> {
                  if (exchange.request().number() > 1) {
                    exchange.drop();
                  } else {
                    exchange.respond(200, "first");
                  }
                });
    try (Upstream upstream = (scheme == Scheme.HTTP ? server : server.tls()).start()) {
      assertThat(agent.fetch(upstream.url("/")).clients(20).go()).allMatch(Outcome::ok);
      List<Outcome> posts = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        agent.fetch(upstream.url("/warm")).clients(1).go();
        posts.add(
            agent.fetch(upstream.url("/post")).method("POST").header("X-Post", "post-" + i).one());
      }
      for (int i = 0; i < 10; i++) {
        String name = "post-" + i;
        assertThat(
                upstream.requests().stream()
                    .filter(request -> name.equals(request.header("X-Post"))))
            .as("deliveries of a POST, which ended with " + posts.get(i))
            .hasSize(1);
      }
    }
  }

  /** A host that loses power, or a NAT that forgets, ends nothing: connections look as before. */
  @ParameterizedTest
  @EnumSource
  void a_host_that_falls_silent_costs_one_request_and_not_one_for_each_idle_connection(
      Scheme scheme) {
    CyclicBarrier together = new CyclicBarrier(IDLE);
    CountDownLatch over = new CountDownLatch(1);
    AtomicInteger silent = new AtomicInteger();
    Upstream.Builder server =
        Upstream.builder()
            .script(
                exchange -> {
                  if (exchange.request().connection() <= silent.get()) {
                    await(over);
                    exchange.drop();
                    return;
                  }
                  if (exchange.request().target().equals("/together")) {
                    await(together);
                  }
                  exchange.respond(200, "ok");
                });
    try (Upstream upstream = (scheme == Scheme.HTTP ? server : server.tls()).start()) {
      agent.fetch(upstream.url("/first")).clients(1 + clientsBeforeSharing()).go();
      assertThat(agent.fetch(upstream.url("/together")).clients(IDLE).threads(IDLE).go())
          .allMatch(Outcome::ok);
      silent.set(upstream.connections());
      List<Outcome> outcomes = agent.fetch(upstream.url("/later")).clients(IDLE).timeout(500).go();
      assertThat(outcomes).filteredOn(outcome -> !outcome.ok()).hasSizeLessThanOrEqualTo(1);
      over.countDown();
    }
  }

  private static void await(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CyclicBarrier together) {
    try {
      together.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void the_servers_idle_limit_is_kept_to() {
    try (Upstream upstream = Upstream.builder().keepAlive("timeout=1").start()) {
      agent.fetch(upstream.url("/x")).clients(1 + clientsBeforeSharing()).go();
      int before = upstream.connections();
      Upstream.pause(1_100);
      assertThat(agent.fetch(upstream.url("/x")).one().ok()).isTrue();
      assertThat(upstream.connections()).isEqualTo(before + 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytes_beyond_an_answer_are_not_taken_for_the_next_one(Scheme scheme) {
    try (Upstream upstream = upstream(scheme)) {
      for (String method : List.of("GET", "POST", "GET")) {
        Outcome first = agent.fetch(upstream.url("/more")).one();
        if (readsBeyondAnAnswer()) {
          assertThat(first.body()).as(first.toString()).startsWith("ok");
        } else {
          assertThat(first.body()).as(first.toString()).isEqualTo("ok");
        }
        Outcome next = agent.fetch(upstream.url("/next")).method(method).one();
        assertThat(next.body()).as(next.toString()).startsWith(method + " /next");
      }
    }
  }

  /** Whether the library, by itself, reads more of a body than the server said there would be. */
  boolean readsBeyondAnAnswer() {
    return false;
  }

  @Test
  void a_connection_whose_last_answer_said_close_is_not_reused() {
    try (Upstream upstream = Upstream.builder().requestsPerConnection(2).start()) {
      assertThat(agent.fetch(upstream.url("/x")).method("POST").clients(20).go())
          .allMatch(Outcome::ok);
      assertThat(upstream.requests("POST")).isEqualTo(20);
      assertThat(upstream.connections()).isBetween(10, 10 + clientsBeforeSharing());
    }
  }

  // ---------------------------------------------------------------- closing one client closes that
  // client only

  @ParameterizedTest
  @EnumSource
  void the_documented_clean_up_after_each_request_leaves_the_connection_to_the_others(
      Scheme scheme) {
    try (Upstream upstream = upstream(scheme)) {
      assertThat(agent.fetch(upstream.url("/echo")).clients(20).cleanUp().go())
          .allMatch(Outcome::ok);
      assertThat(upstream.connections()).isBetween(1, 1 + clientsBeforeSharing());
    }
  }

  @Test
  void clean_up_of_one_client_does_not_disturb_the_requests_of_another() {
    try (Upstream upstream = Upstream.http()) {
      // Both on four connections at once: the clean-up of many clients happens while others wait
      // for their answers.
      List<Outcome> outcomes =
          agent.fetch(upstream.url("/delay/20")).clients(100).threads(8).cleanUp().go();
      assertThat(outcomes).hasSize(100).allMatch(Outcome::ok);
    }
  }

  @Test
  void a_client_behaves_after_its_clean_up_as_it_does_without_the_agent() {
    try (Upstream upstream = Upstream.http()) {
      List<List<Outcome>> seen = new ArrayList<>();
      for (App app : List.of(naked, agent)) {
        List<Outcome> outcomes = new ArrayList<>();
        app.fetch(upstream.url("/warm")).clients(3).go();
        app.fetch(upstream.url("/before")).keep("closing").go();
        app.cleanUp("closing");
        outcomes.add(lasting(app.fetch(upstream.url("/after")).use("closing").one()));
        outcomes.add(lasting(app.fetch(upstream.url("/after")).use("closing").async().one()));
        outcomes.add(lasting(app.fetch(upstream.url("/other")).one()));
        app.forget("closing");
        seen.add(outcomes);
      }
      assertThat(seen.get(1)).isEqualTo(seen.get(0));
    }
  }

  // ---------------------------------------------------------------- limits

  @ParameterizedTest
  @EnumSource
  void a_hard_limit_holds_at_the_server(Scheme scheme) {
    App app = agentWith(TWO_AT_MOST);
    try (Upstream upstream = upstream(scheme)) {
      assertThat(app.fetch(upstream.url("/delay/50")).clients(40).threads(40).go())
          .allMatch(Outcome::ok);
      assertThat(app.fetch(upstream.url("/delay/50")).clients(40).threads(40).async().go())
          .allMatch(Outcome::ok);
      assertThat(upstream.maxOpen()).isBetween(2, 2 + clientsBeforeSharing());
    }
  }

  @Test
  void a_hard_limit_holds_over_http2() {
    assumeTrue(library().speaksHttp2(), "this version knows no HTTP/2 on this JDK");
    assumeTrue(library().sharesHttp2(), "the agent does not share HTTP/2 connections on this JDK");
    try (Http2Upstream upstream = Http2Upstream.start()) {
      assertThat(
              agentWith(TWO_AT_MOST).fetch(upstream.url("/delay/20")).clients(30).threads(30).go())
          .allMatch(Outcome::ok);
      assertThat(upstream.maxOpen()).isBetween(1, 2 + clientsBeforeSharing());
    }
  }

  @Test
  void a_hard_limit_holds_over_clients_of_different_kinds() {
    App app = agentWith(TWO_AT_MOST);
    try (Upstream upstream = Upstream.https()) {
      for (String name : List.of("A", "B", "C", "A", "B", "C", "A", "B", "C", "A")) {
        Outcome outcome = app.fetch(upstream.url("/x")).config("sslContext", name).one();
        assertThat(outcome.ok()).as(outcome.toString()).isTrue();
        // An idle connection of another kind is closed to make room; nobody waits for it.
        assertThat(outcome.number("millis")).isLessThan(20_000);
      }
      assertThat(upstream.maxOpen()).isLessThanOrEqualTo(2 + clientsBeforeSharing() * 3);
    }
  }

  @Test
  void connections_that_could_not_be_opened_take_nobodys_place() {
    ClientSetting kinds = settings().get(0);
    App app = agentWith(TWO_AT_MOST);
    for (Scheme scheme : Scheme.values()) {
      int port = Upstream.freePort();
      String url = scheme.name().toLowerCase(Locale.ROOT) + "://localhost:" + port + "/x";
      assertThat(app.fetch(url).clients(10).go()).noneMatch(Outcome::ok);
      if (scheme == Scheme.HTTPS) {
        try (Upstream noTls = Upstream.builder().port(port).start()) {
          assertThat(app.fetch(url).clients(10).go()).noneMatch(Outcome::ok);
          assertThat(noTls.connections()).isGreaterThanOrEqualTo(10);
        }
      }
      Upstream.Builder server = Upstream.builder().port(port);
      try (Upstream upstream = (scheme == Scheme.HTTP ? server : server.tls()).start()) {
        for (String value : kinds.values()) {
          Outcome outcome = app.fetch(url).config(kinds.name(), value).one();
          assertThat(outcome.ok()).as(outcome.toString()).isTrue();
          assertThat(outcome.number("millis")).isLessThan(20_000);
        }
        assertThat(upstream.connections()).isLessThanOrEqualTo(kinds.values().size());
      }
    }
  }

  @Test
  void a_hard_limit_for_all_hosts_together_holds() {
    SocketCount all = new SocketCount();
    try (App app = library().withAgent("max-connections=3", "acquire-timeout=30s");
        Upstream one = Upstream.builder().sockets(all).start();
        Upstream two = Upstream.builder().sockets(all).start()) {
      for (Upstream upstream : List.of(one, two, one)) {
        assertThat(app.fetch(upstream.url("/delay/50")).clients(12).threads(12).go())
            .allMatch(Outcome::ok);
      }
      assertThat(all.maxOpen()).isBetween(2, 3 + 2 * clientsBeforeSharing());
    }
  }

  @Test
  void who_waits_too_long_for_a_connection_gets_the_librarys_own_exception() {
    try (App app = library().withAgent("max-connections-per-host=1", "acquire-timeout=200ms");
        Upstream upstream = Upstream.http()) {
      app.fetch(upstream.url("/warm")).clients(1 + clientsBeforeSharing()).go();
      List<Outcome> outcomes = app.fetch(upstream.url("/delay/1500")).clients(2).threads(2).go();
      assertThat(outcomes).filteredOn(Outcome::ok).hasSize(1);
      assertThat(outcomes)
          .filteredOn(outcome -> !outcome.ok())
          .extracting(Outcome::exception)
          .containsExactly(acquireTimeoutException());
      List<Outcome> async =
          app.fetch(upstream.url("/delay/1500")).clients(2).threads(2).async().go();
      assertThat(async).filteredOn(Outcome::ok).hasSize(1);
      assertThat(async)
          .filteredOn(outcome -> !outcome.ok())
          .extracting(Outcome::exception)
          .containsExactly(acquireTimeoutException());
      assertThat(app.fetch(upstream.url("/after")).one().ok()).isTrue();
    }
  }

  @Test
  void a_limit_that_fails_at_once_does_so() {
    try (App app = library().withAgent("max-connections-per-host=1", "on-exhausted=fail");
        Upstream upstream = Upstream.http()) {
      app.fetch(upstream.url("/warm")).clients(1 + clientsBeforeSharing()).go();
      List<Outcome> outcomes = app.fetch(upstream.url("/delay/1000")).clients(2).threads(2).go();
      assertThat(outcomes).filteredOn(Outcome::ok).hasSize(1);
      assertThat(outcomes)
          .filteredOn(outcome -> !outcome.ok())
          .hasSize(1)
          .allMatch(outcome -> outcome.number("millis") < 900);
    }
  }

  @Test
  void beyond_a_soft_limit_requests_open_connections_of_their_own() {
    App app = agentWith(TWO_OR_MORE);
    try (Upstream upstream = Upstream.http()) {
      app.fetch(upstream.url("/warm")).clients(1 + clientsBeforeSharing()).go();
      List<Outcome> outcomes = app.fetch(upstream.url("/delay/500")).clients(10).threads(10).go();
      assertThat(outcomes)
          .allMatch(Outcome::ok)
          .allMatch(outcome -> outcome.number("millis") < 5_000);
      assertThat(upstream.maxOpen()).isGreaterThan(2);
      upstream.awaitOpen(2 + clientsBeforeSharing());
    }
  }

  @Test
  void answers_that_nobody_closes_do_not_stop_the_others() {
    App app = agentWith(TWO_AT_MOST);
    try (Upstream upstream = Upstream.http();
        GarbageCollections ignored = new GarbageCollections(app)) {
      for (int i = 0; i < 5; i++) {
        assertThat(app.fetch(upstream.url("/bytes/100000")).clients(2).leak().go())
            .noneMatch(outcome -> outcome.exception() != null);
      }
      assertThat(app.fetch(upstream.url("/after")).clients(5).go()).allMatch(Outcome::ok);
    }
  }

  @Test
  void who_never_closes_answers_is_told_by_place() {
    try (App app = library().withAgent();
        Upstream upstream = Upstream.http()) {
      assertThat(app.fetch(upstream.url("/bytes/100000")).clients(20).leak().go())
          .allMatch(Outcome::ok);
      Console console = Console.of(app);
      Upstream.await(
          () -> {
            app.stat(); // collects garbage
            return console.leaks(library().setting()) > 0;
          },
          () -> "not told: " + console.call(Console.AGENT, "printAudit"));
      assertThat(String.valueOf(console.call(Console.AGENT, "printAudit")))
          .containsPattern(
              "io\\.poolingagent\\.app\\S+: \\w+, .*\\R(.*\\R)*?.*leaked connections: \\d+");
    }
  }

  @Test
  void who_waited_for_a_connection_and_wants_a_fresh_one_gets_a_fresh_one() {
    try (App app =
            library()
                .withAgent(
                    "max-connections-per-host=1", "acquire-timeout=30s", "non-idempotent=fresh");
        Upstream upstream = Upstream.http()) {
      app.fetch(upstream.url("/warm")).clients(1 + clientsBeforeSharing()).go();
      assertThat(app.fetch(upstream.url("/delay/100")).method("POST").clients(6).threads(6).go())
          .allMatch(Outcome::ok);
      assertThat(upstream.requests())
          .filteredOn(request -> request.method().equals("POST"))
          .allMatch(request -> request.number() == 1);
    }
  }

  @Test
  void at_a_soft_limit_answers_that_nobody_closes_cost_nobody_a_wait() {
    App app = agentWith(TWO_OR_MORE);
    try (Upstream upstream = Upstream.http()) {
      assertThat(app.fetch(upstream.url("/bytes/100000")).clients(20).leak().go())
          .allMatch(Outcome::ok);
      assertThat(app.fetch(upstream.url("/after")).clients(5).go())
          .allMatch(Outcome::ok)
          .allMatch(outcome -> outcome.number("millis") < 2_000);
    }
  }

  // ---------------------------------------------------------------- observe, leave alone, give
  // back

  @Test
  void mode_observe_changes_nothing() {
    try (App app = library().withAgent("mode=observe");
        Upstream upstream = Upstream.https()) {
      assertThat(app.fetch(upstream.url("/echo")).clients(5).go()).allMatch(Outcome::ok);
      assertThat(upstream.connections()).isEqualTo(5);
    }
  }

  @Test
  void a_client_library_that_is_switched_off_is_left_alone() {
    try (App app = library().withAgent("clients." + library().setting() + ".enabled=false");
        Upstream upstream = Upstream.https()) {
      assertThat(app.fetch(upstream.url("/echo")).clients(5).go()).allMatch(Outcome::ok);
      assertThat(upstream.connections()).isEqualTo(5);
    }
  }

  @Test
  void ten_thousand_clients_leave_no_more_behind_than_ten() {
    try (Upstream upstream = Upstream.https()) {
      assertThat(agent.fetch(upstream.url("/echo")).clients(200).summary())
          .containsExactly(Map.entry("status=200", 200L));
      Outcome few = agent.stat();
      assertThat(agent.fetch(upstream.url("/echo")).clients(10_000).summary())
          .containsExactly(Map.entry("status=200", 10_000L));
      Outcome many = agent.stat();
      assertThat(upstream.connections()).isBetween(1, 1 + clientsBeforeSharing());
      assertThat(many.number("threads"))
          .as("threads: " + many.get("names"))
          .isLessThanOrEqualTo(few.number("threads") + 2);
      assertThat(many.number("files")).isLessThanOrEqualTo(few.number("files") + 2);
      assertThat(many.number("heap")).isLessThan(few.number("heap") + 4_000_000);
    }
  }
}
