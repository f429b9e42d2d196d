package io.poolingagent.it.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.App;
import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.Outcome;
import io.poolingagent.it.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Squid as a forward proxy that wants a name and a password: requests for http, and tunnels for
 * https. Who knows no password gets nothing on the connections of those who do.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SquidIT {
  private static final int CLIENTS = 50;
  private static final String KNOWN = "someone";

  /** The proxy's password goes by another name in these than in the others. */
  private static final Map<String, String> CREDENTIALS =
      Map.of("okhttp3", "proxyAuthenticator", "commonshttpclient3", "proxyUser");

  /** The programs whose clients share what is behind a password; others are told in the output. */
  private static final Set<String> SHARING =
      Set.of(
          "io.poolingagent.app.okhttp.OkHttpProgram", "io.poolingagent.app.apache4.Apache4Program");

  /** Java sends no password for a tunnel, unless it is told that it may. */
  private static final String[] FLAGS = {"-Djdk.http.auth.tunneling.disabledSchemes="};

  static Stream<ClientLibrary> libraries() {
    return Matrix.libraries();
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void the_application_sees_the_same(ClientLibrary library) {
    try (Upstream http = Upstream.http();
        Upstream https = Upstream.https();
        Server squid = Server.start(Product.SQUID, http);
        App control = library.withoutAgent(FLAGS);
        App agent = library.withAgent(new String[0], FLAGS)) {
      for (Upstream origin : List.of(http, https)) {
        List<Outcome> without = sees(control, origin, squid, library);
        assertThat(sees(agent, origin, squid, library)).isEqualTo(without);
      }
    }
  }

  /** Who knows the password comes first, so that there are connections to be had. */
  private static List<Outcome> sees(App app, Upstream origin, Server squid, ClientLibrary library) {
    List<Outcome> seen = new ArrayList<>();
    for (String user : List.of(KNOWN, "a-stranger", "", KNOWN)) {
      App.Fetch get = fetch(app, origin, squid, library, user);
      App.Fetch post = fetch(app, origin, squid, library, user).method("POST");
      for (App.Fetch fetch : List.of(get, post)) {
        List<Outcome> outcomes = fetch.clients(2).go();
        assertThat(outcomes).as(user).allMatch(outcome -> outcome.ok() == user.equals(KNOWN));
        outcomes.forEach(outcome -> seen.add(At.lasting(outcome)));
      }
    }
    return seen;
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void connections_are_shared(ClientLibrary library) {
    try (Upstream http = Upstream.http();
        Upstream https = Upstream.https();
        Server squid = Server.start(Product.SQUID, http);
        App agent = library.withAgent(new String[0], FLAGS)) {
      for (Upstream origin : List.of(http, https)) {
        App.Fetch fetch = fetch(agent, origin, squid, library, KNOWN);
        assertThat(fetch.clients(CLIENTS).summary()).containsOnlyKeys("status=200");
      }
      Set<String> connections = http.valuesOf(Server.PEER, "/");
      System.out.printf(
          "%s, %d clients: %d connections to Squid for http, %d tunnels%n",
          library, CLIENTS, connections.size(), https.connections());
      if (SHARING.contains(library.program())) {
        assertThat(connections).hasSizeBetween(1, 2); // the first client's own may be one
        assertThat(https.connections()).isEqualTo(1);
      }
    }
  }

  private static App.Fetch fetch(
      App app, Upstream origin, Server squid, ClientLibrary library, String user) {
    App.Fetch fetch =
        app.fetch(origin.url("/")).config("proxy", "127.0.0.1:" + squid.port(Listener.HTTP));
    return user.isEmpty()
        ? fetch
        : fetch.config(CREDENTIALS.getOrDefault(library.setting(), "authenticator"), user);
  }
}
