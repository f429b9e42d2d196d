package io.poolingagent.it.urlconnection;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.App;
import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.JavaHome;
import io.poolingagent.it.Outcome;
import io.poolingagent.it.SharedApps;
import io.poolingagent.it.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What defeats the JDK's own reuse of connections is repaired, and the application sees what it
 * sees without the agent; what the user has set is kept to. Connections are counted at the server.
 * The contract that holds for every library is tested elsewhere.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class UrlConnectionIT {
  private static final String[] NONE = {};
  private static final String ANOTHER_NAME = "another.test";

  @TempDir private Path folder;

  private final SharedApps apps = new SharedApps();

  @AfterAll
  void endApplications() {
    apps.close();
  }

  /** A way of using connections, five times; on how many connections it then travels. */
  record Habit(int jdk, String name, String path, int without) {
    @Override
    public String toString() {
      return name + " " + path + " on " + jdk;
    }
  }

  static List<Habit> habits() {
    List<Habit> all = new ArrayList<>();
    for (int jdk : JavaHome.releases().toList()) {
      all.add(new Habit(jdk, "drain", "/echo", 1));
      all.add(new Habit(jdk, "status", "/echo", 5));
      all.add(new Habit(jdk, "status", "/chunked", 5));
      all.add(new Habit(jdk, "status-then-body", "/echo", 5));
      all.add(new Habit(jdk, "status-then-body", "/chunked", 5));
      all.add(new Habit(jdk, "status-disconnect", "/echo", 5));
      all.add(new Habit(jdk, "read-disconnect", "/echo", 5));
      all.add(new Habit(jdk, "read-disconnect", "/chunked", 5));
      all.add(new Habit(jdk, "error-unread", "/status/404", 5));
      all.add(new Habit(jdk, "error-unread", "/status/500", 5));
      all.add(new Habit(jdk, "error-disconnect", "/status/404", 5));
      all.add(new Habit(jdk, "drain", "/redirect/0", 6));
      all.add(new Habit(jdk, "drain", "/moved", 6));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("habits")
  void a_habit_that_costs_a_connection_for_each_request_costs_one_for_all(Habit habit) {
    ClientLibrary library = ClientLibrary.urlConnection(habit.jdk());
    App naked = apps.withoutAgent(library);
    App agent = apps.withAgent(library);
    try (Upstream before = upstream();
        Upstream after = upstream()) {
      List<String> expected = naked.fetch(before.url(habit.path())).special(habit.name());
      List<String> seen = agent.fetch(after.url(habit.path())).special(habit.name());

      assertThat(seen).isEqualTo(expected);
      assertThat(before.connections())
          .as("connections without the agent")
          .isEqualTo(habit.without());
      assertThat(after.connections()).as("connections with the agent").isEqualTo(1);
      agent.jvm().checkAgentErrors();
    }
  }

  /** Answers in chunks, and redirects without a body, beside what it always does. */
  private static Upstream upstream() {
    return Upstream.builder()
        .script(
            exchange -> {
              String target = exchange.request().target();
              if (target.equals("/chunked")) {
                exchange.raw(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nall\r\n0\r\n\r\n"
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
              } else if (target.equals("/moved")) {
                exchange.respond(301, "", "Location: /echo");
              } else if (target.startsWith("/redirect")) {
                exchange.respond(302, "moved", "Location: /echo");
              } else if (target.startsWith("/status")) {
                exchange.respond(Integer.parseInt(target.substring("/status/".length())), "no");
              } else {
                exchange.respond(200, "all of it");
              }
            })
        .start();
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void factories_made_anew_share_whether_they_trust_everything_or_one_certificate(int jdk) {
    App app = apps.withAgent(ClientLibrary.urlConnection(jdk));
    try (Upstream upstream = Upstream.https()) {
      for (String trust : List.of("all", "certificate", "default")) {
        int before = upstream.connections();
        assertThat(app.fetch(upstream.url("/x")).config("trust", trust).clients(10).go())
            .allMatch(Outcome::ok);
        assertThat(upstream.connections() - before).as(trust).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void factories_of_one_context_share(int jdk) {
    App app = apps.withAgent(ClientLibrary.urlConnection(jdk));
    try (Upstream upstream = Upstream.https()) {
      assertThat(app.fetch(upstream.url("/x")).config("sslContext", "one").clients(10).go())
          .allMatch(Outcome::ok);
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  /** Lets the application find the server under a name that is not in its certificate. */
  private String[] knowingAnotherName() {
    try {
      Path hosts =
          Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost " + ANOTHER_NAME);
      return new String[] {"-Djdk.net.hosts.file=" + hosts};
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void who_verifies_strictly_never_rides_on_the_connection_of_who_does_not(int jdk) {
    try (App app = ClientLibrary.urlConnection(jdk).withAgent(NONE, knowingAnotherName());
        Upstream upstream = Upstream.https()) {
      String url = upstream.url(ANOTHER_NAME, "/x");
      for (int i = 0; i < 3; i++) {
        assertThat(app.fetch(url).config("verifier", "lax").one().ok()).isTrue();
        assertThat(app.fetch(url).config("verifier", "strict").one().exception())
            .isEqualTo("java.io.IOException");
        assertThat(app.fetch(url).one().exception())
            .isEqualTo("javax.net.ssl.SSLHandshakeException");
      }
    }
  }

  // ---------------------------------------------------------------- what the user has set

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void who_switched_keep_alive_off_has_it_off(int jdk) {
    try (App app =
            ClientLibrary.urlConnection(jdk)
                .withAgent(NONE, new String[] {"-Dhttp.keepAlive=false"});
        Upstream upstream = Upstream.http()) {
      assertThat(app.fetch(upstream.url("/x")).clients(5).go()).allMatch(Outcome::ok);
      assertThat(upstream.connections()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void properties_set_in_main_are_in_time(int jdk) {
    for (String property : List.of("http.keepAlive=false", "http.keepAlive.time.server=0")) {
      try (App app =
              ClientLibrary.urlConnection(jdk)
                  .withAgent(NONE, new String[] {"-Dapp.property=" + property});
          Upstream upstream = Upstream.http()) {
        assertThat(app.fetch(upstream.url("/x")).clients(5).go()).allMatch(Outcome::ok);
        assertThat(upstream.connections()).as(property).isEqualTo(5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void who_allows_two_idle_connections_has_two(int jdk) {
    try (App app =
            ClientLibrary.urlConnection(jdk)
                .withAgent(NONE, new String[] {"-Dapp.property=http.maxConnections=2"});
        Upstream upstream = Upstream.http()) {
      assertThat(app.fetch(upstream.url("/delay/300")).clients(8).threads(8).go())
          .allMatch(Outcome::ok);
      upstream.awaitOpen(2);
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void who_says_nothing_has_more_than_five_idle_connections(int jdk) {
    App app = apps.withAgent(ClientLibrary.urlConnection(jdk));
    try (Upstream upstream = Upstream.http()) {
      for (int i = 0; i < 3; i++) {
        assertThat(app.fetch(upstream.url("/delay/300")).clients(12).threads(12).go())
            .allMatch(Outcome::ok);
      }
      assertThat(upstream.connections()).isEqualTo(12);
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void idle_connections_outlive_the_five_seconds_of_the_jdk_unless_the_user_says_so(int jdk) {
    try (App app = ClientLibrary.urlConnection(jdk).withAgent();
        App user =
            ClientLibrary.urlConnection(jdk)
                .withAgent(NONE, new String[] {"-Dhttp.keepAlive.time.server=2"});
        Upstream one = Upstream.http();
        Upstream two = Upstream.http()) {
      app.fetch(one.url("/x")).go();
      user.fetch(two.url("/x")).go();
      two.awaitOpen(0); // after two seconds, while the other one is still there
      Upstream.pause(4_000);
      app.fetch(one.url("/x")).go();
      assertThat(one.connections()).isEqualTo(1);
    }
  }

  // ---------------------------------------------------------------- never another answer

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void streamed_posts_reuse_a_connection_and_are_delivered_once(int jdk) {
    App app = apps.withAgent(ClientLibrary.urlConnection(jdk));
    try (Upstream upstream = Upstream.https()) {
      assertThat(
              app.fetch(upstream.url("/x"))
                  .config("streaming", "true")
                  .method("POST")
                  .clients(10)
                  .go())
          .allMatch(Outcome::ok);
      assertThat(upstream.connections()).isEqualTo(1);
      assertThat(upstream.requests("POST")).isEqualTo(10);
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void a_post_that_the_application_gives_up_tells_nothing_of_the_server(int jdk) throws Exception {
    App app = apps.withAgent(ClientLibrary.urlConnection(jdk));
    CountDownLatch over = new CountDownLatch(1);
    try (ServerSocket signals = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Upstream upstream =
            Upstream.builder().script(waitsAt("/slow", app(signals), over)).start()) {
      assertThat(app.fetch(upstream.url("/x")).one().ok()).isTrue();
      App.Fetch slow = app.fetch(upstream.url("/slow")).method("POST");
      assertThat(slow.signal(signals.getLocalPort(), "cancel").one().ok()).isFalse();
      over.countDown();
      assertThat(app.fetch(upstream.url("/x")).one().ok()).isTrue();
      assertThat(upstream.connections()).isEqualTo(2);
      assertThat(app.fetch(upstream.url("/x")).method("POST").one().ok()).isTrue();
      assertThat(upstream.connections()).as("with a POST on a used connection").isEqualTo(2);
    }
  }

  /** The application, once it waits for a signal. */
  private static CompletableFuture<Socket> app(ServerSocket signals) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            Socket waiting = signals.accept();
            waiting.getOutputStream().write('?');
            return waiting;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Tells the application when a request to this path is there, and does not answer it. */
  private static Upstream.Script waitsAt(
      String path, CompletableFuture<Socket> app, CountDownLatch over) {
    return exchange -> {
      if (!exchange.request().target().equals(path)) {
        exchange.respond(200, "ok");
        return;
      }
      try (Socket signal = app.join()) {
        signal.getOutputStream().write('!');
        over.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      exchange.drop();
    };
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void a_connection_that_a_server_knows_as_a_user_is_left_to_the_jdk(int jdk) {
    App app = apps.withAgent(ClientLibrary.urlConnection(jdk));
    try (Upstream upstream = Upstream.https()) {
      for (int i = 0; i < 5; i++) {
        assertThat(
                app.fetch(upstream.url("/x"))
                    .header("Authorization", "Negotiate user" + i)
                    .one()
                    .ok())
            .isTrue();
      }
      assertThat(upstream.connections())
          .as("a fresh factory each, as without the agent")
          .isEqualTo(5);
      assertThat(app.fetch(upstream.url("/x")).one().ok()).isTrue();
      assertThat(upstream.connections()).isEqualTo(6);
    }
  }

  /** The JDK says who it is once for a connection, and not with each request on it. */
  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void it_is_left_to_the_jdk_for_good(int jdk) {
    App app = apps.withAgent(ClientLibrary.urlConnection(jdk));
    try (Upstream upstream = Upstream.https()) {
      app.fetch(upstream.url("/x")).keep("user").header("Authorization", "Negotiate user").one();
      assertThat(app.fetch(upstream.url("/x")).use("user").one().ok()).isTrue();
      assertThat(upstream.connections()).as("a factory that is kept").isEqualTo(1);
      assertThat(app.fetch(upstream.url("/x")).one().ok()).isTrue();
      assertThat(upstream.connections()).as("another one").isEqualTo(2);
    } finally {
      app.forget("user");
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void a_failed_handshake_gives_its_permit_back(int jdk) {
    String[] settings = {"max-connections-per-host=1", "acquire-timeout=1s"};
    try (App app = ClientLibrary.urlConnection(jdk).withAgent(settings, knowingAnotherName());
        Upstream upstream = Upstream.https()) {
      String url = upstream.url(ANOTHER_NAME, "/x");
      for (int i = 0; i < 4; i++) {
        assertThat(app.fetch(url).one().exception())
            .isEqualTo("javax.net.ssl.SSLHandshakeException");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.JavaHome#releases")
  void servers_that_close_each_connection_give_the_permits_back_at_once(int jdk) {
    try (App app =
            ClientLibrary.urlConnection(jdk)
                .withAgent("max-connections-per-host=2", "acquire-timeout=10s");
        Upstream upstream = Upstream.builder().requestsPerConnection(1).start()) {
      app.fetch(upstream.url("/warm")).go();
      List<Outcome> outcomes = app.fetch(upstream.url("/x")).clients(60).threads(6).go();
      assertThat(outcomes)
          .allMatch(Outcome::ok)
          .allMatch(outcome -> outcome.number("millis") < 900);
      assertThat(upstream.maxOpen()).isLessThanOrEqualTo(2);
    }
  }
}
