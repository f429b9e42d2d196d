package io.poolingagent.it;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** The contract for {@code HttpURLConnection} and {@code HttpsURLConnection}. */
class UrlConnectionContractIT {

  @Nested
  class OfApplications extends UrlConnectionContract {
    @Override
    ClientLibrary library() {
      return ClientLibrary.urlConnection();
    }
  }

  @Nested
  @DisabledIfSystemProperty(named = "it.jdk", matches = ".*")
  class Java25 extends UrlConnectionContract {
    @Override
    ClientLibrary library() {
      return ClientLibrary.urlConnection(25);
    }
  }

  abstract static class UrlConnectionContract extends ClientContractIT {

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
  }
}
