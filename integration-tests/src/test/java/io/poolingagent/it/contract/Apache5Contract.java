package io.poolingagent.it.contract;

import io.poolingagent.it.ClientSetting;
import java.util.List;

/** The contract for Apache HttpClient 5, classic. */
abstract class Apache5Contract extends ClientContract {

  @Override
  List<ClientSetting> settings() {
    return ClientSetting.APACHE5;
  }

  @Override
  int clientsBeforeSharing() {
    return 1;
  }

  @Override
  String acquireTimeoutException() {
    return "org.apache.hc.core5.http.ConnectionRequestTimeoutException";
  }

  @Override
  String http2Name() {
    return "HTTP/2.0";
  }
}
