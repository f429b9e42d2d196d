package io.poolingagent.it.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.App;
import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.Exchange;
import io.poolingagent.it.Outcome;
import io.poolingagent.it.Upstream;
import io.poolingagent.it.adversarial.Ledger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A storm of requests, each by a fresh client and half of them POST, at a real server that is
 * reloaded and restarted meanwhile, or closes connections that are idle for a moment. Nothing may
 * fail with the agent that a fresh connection would have carried, but for a POST that crosses the
 * end of a used connection, which must stay rare; and none may be done twice because of the agent.
 * {@code -Dservers.requests=N} makes the storms longer.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RestartsIT {
  private static final int REQUESTS = Integer.getInteger("servers.requests", 600);
  private static final int THREADS = 8;

  /** How many are sent before it is asked whether the storm is over. */
  private static final int ROUND = THREADS * 10;

  private static final int PAUSE_MILLIS = 10;
  private static final int TIMEOUT_MILLIS = 20_000;

  /** The most POSTs that may cross the end of a connection. */
  private static final int RARE = 2 + REQUESTS / 200;

  /** What became of one storm. */
  private static final class Storm {
    private final Ledger ledger = new Ledger();
    private final AtomicInteger done = new AtomicInteger();
    private final Map<String, Integer> requestsOfPeers = new ConcurrentHashMap<>();
    private final List<Outcome> failuresWhileDown = new ArrayList<>();
    private final List<Outcome> failures = new ArrayList<>();
    private volatile boolean over;

    /**
     * Lets it break loose.
     *
     * @param events what happens to the server meanwhile; before and after each, requests are done
     */
    void run(
        Product product,
        List<Listener> listeners,
        Supplier<App> start,
        int pauseMillis,
        List<Consumer<Server>> events) {
      try (Upstream origin = Upstream.builder().script(this::answer).start();
          Server server = Server.start(product, origin);
          App app = start.get()) {
        Map<String, String> urls = new LinkedHashMap<>();
        listeners.forEach(listener -> urls.put(listener.name(), server.url(listener, "/")));
        CompletableFuture<List<Outcome>> storm =
            CompletableFuture.supplyAsync(() -> blow(app, urls, pauseMillis));
        int share = REQUESTS / (events.size() + 1);
        awaitDone(share, storm);
        for (Consumer<Server> event : events) {
          event.accept(server);
          awaitDone(share, storm);
        }
        over = true;
        for (Outcome failure : storm.join()) {
          // Milliseconds are cut off on both sides.
          boolean down = server.wasDown(failure.number("start") - 1, failure.number("end") + 1);
          (down ? failuresWhileDown : failures).add(failure);
        }
      }
    }

    /**
     * Goes on until it is over, however many are refused: while a server is down that is soon done,
     * and would leave no requests for what is still to happen.
     */
    private List<Outcome> blow(App app, Map<String, String> urls, int pauseMillis) {
      List<Outcome> failed = new ArrayList<>();
      for (int round = 0; !over; round++) {
        String prefix = "r" + round + '-';
        failed.addAll(
            app.storm(urls, prefix, null, ROUND, THREADS, round, pauseMillis, TIMEOUT_MILLIS));
      }
      return failed;
    }

    /** Waits until so many more are done. */
    private void awaitDone(int more, CompletableFuture<?> storm) {
      int mark = done.get() + more;
      Upstream.await(
          () -> done.get() >= mark || storm.isDone(), () -> done + " are done instead of " + mark);
      assertThat(storm).as("the storm").isNotDone();
    }

    private void answer(Exchange exchange) throws IOException {
      Upstream.Request request = exchange.request();
      String name = request.target().substring(1);
      String peer = Objects.requireNonNull(request.header(Server.PEER));
      ledger.executed(request.method(), name, requestsOfPeers.merge(peer, 1, Integer::sum));
      done.incrementAndGet();
      exchange.respond(200, name);
    }

    /** Whether a POST may have met the end of its connection on its way. */
    private boolean crossed(Outcome failure) {
      return "POST".equals(failure.get("method"))
          && !ledger.wasExecuted(String.valueOf(failure.get("request")));
    }

    @Override
    public String toString() {
      return String.format(
          "%d requests done on %d connections; failed: %d while the server was down, %d else;"
              + " POSTs done twice: %d, after a reuse %d",
          done.get(),
          requestsOfPeers.size(),
          failuresWhileDown.size(),
          failures.size(),
          ledger.executedTwice().size(),
          ledger.executedTwiceAfterReuse().size());
    }
  }

  static Stream<Arguments> servers() {
    return Matrix.servers();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void nothing_more_fails_while_a_server_is_reloaded_and_restarted(
      Product product, ClientLibrary library) {
    List<Listener> listeners =
        Stream.of(Listener.HTTP, Listener.TLS_1_3, Listener.HTTP_2)
            .filter(listener -> listener.isFor(library))
            // The JDK's client before 17.0.17 fails what is under way at a GOAWAY by itself.
            .filter(listener -> listener != Listener.HTTP_2 || library.sharesHttp2())
            .toList();
    Consumer<Server> reload = Server::reload;
    Consumer<Server> restart = Server::restart;
    compare(
        product,
        library,
        listeners,
        PAUSE_MILLIS,
        Matrix.WIDE ? List.of(reload, restart, reload, restart, reload) : List.of(reload, restart));
  }

  @ParameterizedTest
  @MethodSource("servers")
  @EnabledIfSystemProperty(named = "it.wide", matches = "true")
  void nothing_more_fails_where_idle_connections_are_soon_closed(
      Product product, ClientLibrary library) {
    int aroundTheLimit = 300;
    compare(product, library, List.of(Listener.IMPATIENT), aroundTheLimit, List.of());
  }

  private static void compare(
      Product product,
      ClientLibrary library,
      List<Listener> listeners,
      int pauseMillis,
      List<Consumer<Server>> events) {
    Storm control = new Storm();
    control.run(product, listeners, library::withoutAgent, pauseMillis, events);
    Storm agent = new Storm();
    agent.run(product, listeners, library::withAgent, pauseMillis, events);
    System.out.printf(
        "%s at %s, %d events%n  without the agent: %s%n  with the agent:    %s%n",
        library, product, events.size(), control, agent);
    // HttpURLConnection pools by itself, with failures of its own.
    if (!library.name().equals("urlconnection")) {
      assertThat(control.failures).as("without the agent").isEmpty();
    }
    assertThat(agent.failures)
        .as("with the agent")
        .allMatch(agent::crossed)
        .hasSizeLessThanOrEqualTo(RARE);
    assertThat(agent.ledger.executedTwiceAfterReuse()).as("POSTs done twice").isEmpty();
  }
}
