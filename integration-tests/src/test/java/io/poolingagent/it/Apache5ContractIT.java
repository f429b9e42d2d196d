package io.poolingagent.it;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The contract for Apache HttpClient 5, classic: lowest, newest, and the middle where all is asked
 * for.
 */
class Apache5ContractIT {

  @Nested
  class V5_0 extends Apache5Contract {
    @Override
    ClientLibrary library() {
      return ClientLibrary.apache5("5.0");
    }
  }

  @Nested
  @EnabledIfSystemProperty(named = "it.wide", matches = "true")
  class V5_2_3 extends Apache5Contract {
    @Override
    ClientLibrary library() {
      return ClientLibrary.apache5("5.2.3");
    }
  }

  @Nested
  class V5_6_5 extends Apache5Contract {
    @Override
    ClientLibrary library() {
      return ClientLibrary.apache5("5.6.5");
    }
  }

  abstract static class Apache5Contract extends ClientContractIT {

    @Override
    List<ClientSetting> settings() {
      return ClientSetting.APACHE5;
    }

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
}
