package io.poolingagent.it.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.App;
import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.Outcome;
import io.poolingagent.it.TestTls;
import io.poolingagent.it.Upstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application at a real server, over each of its {@link Listener}s: how many connections 200
 * clients have there, and whether what an application sees is the same with the agent.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ServersIT {
  private static final int CLIENTS = 200;

  /** With a certificate: to open its key store takes a client longer than all else. */
  private static final int CLIENTS_WITH_KEY = 20;

  /** How often what looks different is done again: a failure may have several faces. */
  private static final int AGAIN = 10;

  /** Requests of which the application must see the same; each by a fresh client. */
  private enum Ask {
    GET(app -> app.fetch("/get")),
    HEAD(app -> app.fetch("/head").method("HEAD")),
    POST(app -> app.fetch("/post").method("POST")),
    PUT(app -> app.fetch("/put").method("PUT")),
    DELETE(app -> app.fetch("/delete").method("DELETE")),
    LARGE_ANSWER(app -> app.fetch("/bytes/300000")),
    LARGE_BODY(app -> app.fetch("/large").method("POST").body("x".repeat(50_000))),
    BODY_THAT_IS_REFUSED(app -> app.fetch("/refused").method("POST").body("x".repeat(80_000))),
    POST_AFTER_IT(app -> app.fetch("/post").method("POST")),
    SLOW_ANSWER(app -> app.fetch("/slow/5")),
    NO_CONTENT(app -> app.fetch("/status/204")),
    NOT_FOUND(app -> app.fetch("/status/404")),
    UNAVAILABLE(app -> app.fetch("/status/503").method("POST")),
    REDIRECTED(app -> app.fetch("/redirect/2")),
    COOKIE(app -> app.fetch("/cookie/c")),
    AUTHENTICATED(app -> app.fetch("/auth").config("authenticator", "someone")),
    ORIGIN_THAT_FAILS(app -> app.fetch("/drop")),
    POST_TO_IT(app -> app.fetch("/drop").method("POST")),
    ANSWER_THAT_BREAKS_OFF(app -> app.fetch("/half")),
    GET_AFTER_IT(app -> app.fetch("/get")),
    READ_IN_PART(app -> app.fetch("/bytes/300000").read("PART")),
    CLOSED_UNREAD(app -> app.fetch("/bytes/300000").read("CLOSE")),
    CLOSES(app -> app.fetch("/get").header("Connection", "close")),
    ASYNCHRONOUS(app -> app.fetch("/get").async()),
    MANY_AT_ONCE(app -> app.fetch("/delay/20").clients(8).threads(8));

    final Function<At, App.Fetch> how;

    Ask(Function<At, App.Fetch> how) {
      this.how = how;
    }
  }

  private static Path keys = Path.of("made before all");

  @BeforeAll
  static void makeKeys(@TempDir Path folder) throws IOException {
    keys = folder;
    Files.copy(TestTls.file("client.p12"), folder.resolve("client1.p12"));
  }

  static Stream<Arguments> servers() {
    return Matrix.servers();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void fresh_clients_share_connections(Product product, ClientLibrary library) {
    try (Upstream origin = Upstream.http();
        Server server = Server.start(product, origin);
        App app = library.withAgent(new String[0], flags())) {
      for (Listener listener : Matrix.listeners(library)) {
        int clients = listener == Listener.MUTUAL_TLS ? CLIENTS_WITH_KEY : CLIENTS;
        assertThat(new At(app, server, listener).fetch("/" + listener).clients(clients).summary())
            .as(listener.name())
            .containsOnlyKeys("status=200");
        int fewest = (clients - 1) / product.requestsPerConnection(listener) + 1;
        if (listener.isSharedBy(library)) {
          assertThat(origin.valuesOf(Server.PEER, "/" + listener))
              .as("%s connections at %s", listener, product)
              .hasSizeBetween(fewest, fewest + leftAlone(library));
        }
      }
    }
  }

  /** How many clients of a kind the agent leaves alone before it shares. */
  private static int leftAlone(ClientLibrary library) {
    return Set.of("okhttp3", "jdk", "apache5").contains(library.setting()) ? 1 : 0;
  }

  @ParameterizedTest
  @MethodSource("servers")
  void the_application_sees_the_same(Product product, ClientLibrary library) {
    try (Upstream origin = Upstream.http();
        Server server = Server.start(product, origin);
        App control = library.withoutAgent(flags());
        App agent = library.withAgent(new String[0], flags())) {
      for (Listener listener : Matrix.listeners(library)) {
        At without = new At(control, server, listener);
        At with = new At(agent, server, listener);
        with.fetch("/warm").clients(3).go();
        for (Ask ask : Ask.values()) {
          compare(ask, without, with);
        }
      }
    }
  }

  /** Fails if the application sees something with the agent that it never sees without. */
  private static void compare(Ask ask, At without, At with) {
    Set<List<Outcome>> usual = new LinkedHashSet<>();
    List<Outcome> seen;
    int times = 0;
    do {
      usual.add(without.sees(ask.how));
      seen = with.sees(ask.how);
    } while (!usual.contains(seen) && ++times < AGAIN);
    assertThat(usual).as("%s over %s", ask, with.listener()).contains(seen);
  }

  private static String[] flags() {
    return new String[] {"-Dtls.keys=" + keys};
  }
}
