package io.poolingagent.it;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** The contract for the client of {@code java.net.http}. */
class JdkClientContractIT {

  @Nested
  class OfApplications extends JdkContract {
    @Override
    ClientLibrary library() {
      return ClientLibrary.jdk();
    }
  }

  @Nested
  @DisabledIfSystemProperty(named = "it.jdk", matches = ".*")
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
