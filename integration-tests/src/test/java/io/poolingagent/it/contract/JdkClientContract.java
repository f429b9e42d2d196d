package io.poolingagent.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.App;
import io.poolingagent.it.ClientSetting;
import io.poolingagent.it.SpoilingServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  @Override
  String acquireTimeoutException() {
    return "java.net.http.HttpConnectTimeoutException";
  }

  @Override
  String http2Name() {
    return "HTTP_2";
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
}
