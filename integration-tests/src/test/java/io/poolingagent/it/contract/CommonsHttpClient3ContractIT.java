package io.poolingagent.it.contract;

import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.ClientSetting;
import java.util.List;

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
}
