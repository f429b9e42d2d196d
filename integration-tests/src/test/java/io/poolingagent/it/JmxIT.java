package io.poolingagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator reads and drives with a JMX console, in a JVM that runs an application. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JmxIT {

  /** A client library and the name that the agent has for it. */
  record Watched(String name, ClientLibrary library, int clientsBeforeSharing) {
    @Override
    public String toString() {
      return library.toString();
    }
  }

  static Stream<Watched> libraries() {
    return Stream.of(
        new Watched("okhttp3", ClientLibrary.okHttp("4.12.0"), 1),
        new Watched("jdk", ClientLibrary.jdk(17), 1));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void the_beans_tell_what_happened(Watched watched) {
    try (App app = watched.library().withAgent();
        Upstream upstream = Upstream.https()) {
      assertThat(app.fetch(upstream.url("/x")).clients(10).go()).allMatch(Outcome::ok);
      Console console = Console.of(app);

      assertThat(console.number(Console.AGENT, "ClientsCreated")).isEqualTo(10);
      assertThat(console.number(Console.AGENT, "ClientsPooled"))
          .isEqualTo(10 - watched.clientsBeforeSharing());
      assertThat(console.number(Console.AGENT, "ClientsLeftAlone"))
          .isEqualTo(watched.clientsBeforeSharing());
      assertThat(console.number(Console.AGENT, "Pools")).isEqualTo(1);
      assertThat(console.number(Console.AGENT, "Connections")).isEqualTo(1);
      assertThat(console.number(Console.AGENT, "Errors")).isZero();
      assertThat(String.valueOf(console.call(Console.AGENT, "printAudit")))
          .contains(watched.name());
      String pools = "io.poolingagent:type=Pool,client=" + watched.name() + ",*";
      // The beans of pools and destinations follow within a second.
      console.awaitBean(pools);
      assertThat(console.names(pools)).hasSize(1);
      console.awaitBean(Console.destination(upstream));
      assertThat(console.number(Console.destination(upstream), "Idle")).isEqualTo(1);

      String client = watched.name();
      assertThat(console.counter("pooling.connections.created", client, upstream)).isEqualTo(1);
      assertThat(console.counter("pooling.connections.reused", client, upstream))
          .isEqualTo(9 - watched.clientsBeforeSharing());
      assertThat(console.gauge("pooling.connections.idle", client, upstream)).isEqualTo(1);
      assertThat(console.gauge("pooling.connections.active", client, upstream)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void idle_connections_are_closed_at_the_operators_word(Watched watched) {
    try (App app = watched.library().withAgent();
        Upstream upstream = Upstream.http()) {
      app.fetch(upstream.url("/x")).clients(1 + watched.clientsBeforeSharing()).go();
      Console console = Console.of(app);
      assertThat(console.call(Console.AGENT, "evictIdle")).isEqualTo(1);
      upstream.awaitOpen(watched.clientsBeforeSharing());
      assertThat(app.fetch(upstream.url("/x")).one().ok()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void switched_off_new_clients_use_their_own_connections_at_once(Watched watched) {
    try (App app = watched.library().withAgent();
        Upstream upstream = Upstream.http()) {
      app.fetch(upstream.url("/x")).clients(1 + watched.clientsBeforeSharing()).go();
      Console console = Console.of(app);

      console.set(Console.AGENT, "Enabled", false);
      int before = upstream.connections();
      assertThat(app.fetch(upstream.url("/x")).clients(5).go()).allMatch(Outcome::ok);
      assertThat(upstream.connections()).isEqualTo(before + 5);

      console.set(Console.AGENT, "Enabled", true);
      int off = upstream.connections();
      assertThat(app.fetch(upstream.url("/x")).clients(5).go()).allMatch(Outcome::ok);
      assertThat(upstream.connections())
          .isLessThanOrEqualTo(off + 1 + watched.clientsBeforeSharing());

      console.set(Console.AGENT, "Mode", "observe");
      int pooling = upstream.connections();
      assertThat(app.fetch(upstream.url("/x")).clients(5).go()).allMatch(Outcome::ok);
      assertThat(upstream.connections()).isEqualTo(pooling + 5);
      assertThatThrownBy(() -> console.set(Console.AGENT, "Mode", "fast"))
          .hasStackTraceContaining("fast");
    }
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void limits_change_while_the_application_runs(Watched watched) {
    try (App app = watched.library().withAgent();
        Upstream upstream = Upstream.http()) {
      app.fetch(upstream.url("/x")).clients(1 + watched.clientsBeforeSharing()).go();
      Console console = Console.of(app);
      String destination = Console.destination(upstream);
      console.awaitBean(destination);

      console.set(destination, "OnExhausted", "wait");
      console.set(destination, "MaxConnectionsPerHost", 2);
      assertThat(app.fetch(upstream.url("/delay/100")).clients(8).threads(8).go())
          .allMatch(Outcome::ok);
      assertThat(upstream.maxOpen()).isLessThanOrEqualTo(2 + watched.clientsBeforeSharing());

      console.set(destination, "AcquireTimeoutMillis", 100L);
      console.set(destination, "MaxConnectionsPerHost", 1);
      List<Outcome> outcomes = app.fetch(upstream.url("/delay/1000")).clients(3).threads(3).go();
      assertThat(outcomes).filteredOn(Outcome::ok).hasSize(1);
      assertThat(console.counter("pooling.connections.acquire.timeout", watched.name(), upstream))
          .isEqualTo(2);

      console.set(destination, "OnExhausted", "overflow");
      assertThat(app.fetch(upstream.url("/delay/300")).clients(4).threads(4).go())
          .allMatch(Outcome::ok);
      assertThat(console.counter("pooling.connections.overflow", watched.name(), upstream))
          .isBetween(1L, 3L);
      assertThatThrownBy(() -> console.set(destination, "MaxConnectionsPerHost", 0))
          .hasStackTraceContaining("at least 1");
    }
  }

  @Test
  void a_limit_of_a_destination_reaches_the_only_client_of_another_library() {
    try (App app =
            ClientLibrary.mixed(
                    "okhttp-4.12.0", "apache4-4.5.14", "apache5-5.6.5", "commonshttpclient3")
                .withAgent();
        Upstream upstream = Upstream.http()) {
      app.fetch(upstream.url("/x")).config("library", "OkHttpProgram").keep("only").one();
      app.fetch(upstream.url("/x")).config("library", "Apache4Program").one();
      Console console = Console.of(app);
      String destination = Console.destination(upstream);
      console.awaitBean(destination);
      assertThat(console.names("io.poolingagent:type=Pool,client=okhttp3,*")).isEmpty();

      console.set(destination, "OnExhausted", "wait");
      console.set(destination, "MaxConnectionsPerHost", 2);
      assertThat(app.fetch(upstream.url("/delay/50")).use("only").clients(12).threads(12).go())
          .allMatch(Outcome::ok);
      assertThat(upstream.maxOpen()).as("two, and what the client had left idle").isEqualTo(3);
    }
  }
}
