package io.poolingagent.it.contract;

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
}
