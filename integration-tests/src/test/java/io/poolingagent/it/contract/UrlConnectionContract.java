package io.poolingagent.it.contract;

import io.poolingagent.it.ClientSetting;
import java.util.List;
import java.util.Map;

/** The contract for {@code HttpURLConnection} and {@code HttpsURLConnection}. */
abstract class UrlConnectionContract extends ClientContract {

  @Override
  List<ClientSetting> settings() {
    return ClientSetting.URL_CONNECTION.stream()
        // Java 8 has one authenticator for all.
        .filter(
            setting -> library().java().feature() > 8 || !setting.name().equals("authenticator"))
        .toList();
  }

  @Override
  Map<String, String> irrelevantSettings() {
    return Map.of("connectTimeout", "5000", "redirects", "false", "streaming", "true");
  }

  @Override
  int clientsBeforeSharing() {
    return 0;
  }

  @Override
  String acquireTimeoutException() {
    return "java.net.SocketTimeoutException";
  }

  @Override
  String http2Name() {
    return "HTTP_2";
  }

  @Override
  boolean readsBeyondAnAnswer() {
    return true;
  }

  @Override
  boolean failsByItselfWhereAnAnswerIsFollowedByGarbage() {
    return true;
  }
}
