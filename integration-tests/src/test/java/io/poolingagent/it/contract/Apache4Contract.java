package io.poolingagent.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.App;
import io.poolingagent.it.Upstream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract for both APIs of Apache HttpClient 4. */
abstract class Apache4Contract extends ClientContract {

  @Override
  int clientsBeforeSharing() {
    return 0;
  }

  @Override
  String acquireTimeoutException() {
    return "org.apache.http.conn.ConnectionPoolTimeoutException";
  }

  @Override
  String http2Name() {
    throw new IllegalStateException("it speaks none");
  }

  /** They are in the request's context and may trust anybody; the old API heeds them since 4.3. */
  @Test
  void a_request_with_socket_factories_of_its_own_shares_with_nobody() {
    try (Upstream upstream = Upstream.http()) {
      List<List<String>> seen = new ArrayList<>();
      for (App app : List.of(naked(), agent(), agent())) {
        app.fetch(upstream.url("/x")).header("X-Factories", "plain").one();
        seen.add(
            app.fetch(upstream.url("/x")).header("X-Factories", "own").special("own-factories"));
        app.fetch(upstream.url("/x")).header("X-Factories", "plain").one();
      }
      assertThat(seen.subList(1, 3)).containsOnly(seen.get(0));
      assertThat(upstream.valuesByConnection("X-Factories")).allMatch(values -> values.size() == 1);
    }
  }
}
