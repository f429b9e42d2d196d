package io.poolingagent.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.Answers;
import io.poolingagent.it.App;
import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.ClientSetting;
import io.poolingagent.it.Outcome;
import io.poolingagent.it.Upstream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract for Commons HttpClient 3, of which only 3.1 is in use. */
class CommonsHttpClient3ContractIT extends ClientContract {

  @Override
  ClientLibrary library() {
    return ClientLibrary.commonsHttpClient3();
  }

  @Override
  List<ClientSetting> settings() {
    return ClientSetting.COMMONS_HTTP_CLIENT_3;
  }

  @Override
  int clientsBeforeSharing() {
    return 0;
  }

  @Override
  String acquireTimeoutException() {
    return "org.apache.commons.httpclient.ConnectionPoolTimeoutException";
  }

  @Override
  String http2Name() {
    throw new IllegalStateException("it speaks none");
  }

  /**
   * The library asks for credentials when a proxy has asked, long after it asked for a connection.
   */
  @Test
  void a_tunnel_that_was_opened_with_credentials_on_demand_is_nobody_elses() {
    Upstream.Builder asksWhoOpensATunnel =
        Upstream.builder()
            .script(
                exchange -> {
                  if (exchange.request().header("Proxy-Authorization") == null) {
                    exchange.respond(407, "who?", "Proxy-Authenticate: Basic realm=\"p\"");
                  } else {
                    Answers.answer(exchange);
                  }
                });
    try (Upstream proxy = asksWhoOpensATunnel.start();
        Upstream origin = Upstream.https()) {
      for (int i = 0; i < 2; i++) {
        for (String user : List.of("alice", "bob")) {
          assertThat(through(proxy, origin, user).config("proxyUserOnDemand", user).one().ok())
              .isTrue();
        }
        assertThat(through(proxy, origin, "nobody").one().ok()).isFalse();
      }
      assertThat(origin.requests()).hasSize(4);
      assertThat(origin.valuesByConnection("X-Client")).allMatch(users -> users.size() == 1);
    }
  }

  private App.Fetch through(Upstream proxy, Upstream origin, String user) {
    return agent()
        .fetch(origin.url("/x"))
        .config("proxy", "127.0.0.1:" + proxy.port())
        .header("X-Client", user);
  }

  /** As the library's own tests have it for the manager for several threads. */
  @Test
  void a_manager_that_was_dropped_is_collected_though_its_connection_waits_for_others() {
    String managers = "org.apache.commons.httpclient.SimpleHttpConnectionManager";
    try (App app = library().withAgent();
        Upstream upstream = Upstream.http()) {
      assertThat(app.fetch(upstream.url("/x")).clients(20).go()).allMatch(Outcome::ok);
      Upstream.await(
          () -> app.jvm().count(managers) == 0, () -> app.jvm().count(managers) + " are left");
      assertThat(upstream.open()).isEqualTo(1);
    }
  }
}
