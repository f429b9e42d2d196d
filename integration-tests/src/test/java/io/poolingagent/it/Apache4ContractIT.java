package io.poolingagent.it;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The contract for Apache HttpClient 4: both APIs, each at its lowest and newest version. By
 * default only the lowest of the old API and the newest of the other.
 */
class Apache4ContractIT {

  @Nested
  class Legacy4_0_3 extends Apache4Contract {
    @Override
    ClientLibrary library() {
      return ClientLibrary.apache4Legacy("4.0.3");
    }

    @Override
    List<ClientSetting> settings() {
      return ClientSetting.APACHE4_LEGACY;
    }
  }

  @Nested
  @EnabledIfSystemProperty(named = "it.wide", matches = "true")
  class Legacy4_5_14 extends Apache4Contract {
    @Override
    ClientLibrary library() {
      return ClientLibrary.apache4Legacy("4.5.14");
    }

    @Override
    List<ClientSetting> settings() {
      return ClientSetting.APACHE4_LEGACY;
    }
  }

  @Nested
  @EnabledIfSystemProperty(named = "it.wide", matches = "true")
  class Builder4_3_6 extends Apache4Contract {
    @Override
    ClientLibrary library() {
      return ClientLibrary.apache4("4.3.6");
    }

    @Override
    List<ClientSetting> settings() {
      return ClientSetting.APACHE4;
    }
  }

  @Nested
  class Builder4_5_14 extends Apache4Contract {
    @Override
    ClientLibrary library() {
      return ClientLibrary.apache4("4.5.14");
    }

    @Override
    List<ClientSetting> settings() {
      return ClientSetting.APACHE4;
    }
  }

  abstract static class Apache4Contract extends ClientContractIT {

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
}
