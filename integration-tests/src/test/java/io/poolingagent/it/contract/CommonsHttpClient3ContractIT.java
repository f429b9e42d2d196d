package io.poolingagent.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

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
