package io.poolingagent.it.contract;

import java.util.Map;

/** The contract for both APIs of Apache HttpClient 4. */
abstract class Apache4Contract extends ClientContract {

  @Override
  Map<String, String> irrelevantSettings() {
    return Map.of(
        "authenticator",
        "A",
        "connectTimeout",
        "1000",
        "readTimeout",
        "2000",
        "retry",
        "false",
        "cookies",
        "fresh",
        "redirects",
        "false");
  }

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
}
