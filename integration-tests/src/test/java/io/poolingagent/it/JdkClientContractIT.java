package io.poolingagent.it;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The contract for the client of {@code java.net.http}. */
class JdkClientContractIT {

  @Nested
  class Java17 extends JdkContract {
    @Override
    ClientLibrary library() {
      return ClientLibrary.jdk(17);
    }

    @Override
    boolean sharesHttp2() {
      return ClientLibrary.jdk17SharesHttp2();
    }
  }

  @Nested
  class Java25 extends JdkContract {
    @Override
    ClientLibrary library() {
      return ClientLibrary.jdk(25);
    }
  }

  abstract static class JdkContract extends ClientContractIT {

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
}
