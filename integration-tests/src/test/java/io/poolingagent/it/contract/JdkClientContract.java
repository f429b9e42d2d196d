package io.poolingagent.it.contract;

import io.poolingagent.it.ClientSetting;
import java.util.List;
import java.util.Map;

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
}
