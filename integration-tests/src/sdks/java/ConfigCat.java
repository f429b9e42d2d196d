// com.configcat:configcat-java-client:9.4.3
import com.configcat.ConfigCatClient;
import com.configcat.PollingModes;
import io.poolingagent.app.sdks.Sdk;

/** ConfigCat's own. */
public final class ConfigCat implements Sdk {

  @Override
  public String call(String address) throws Exception {
    ConfigCatClient client =
        ConfigCatClient.get(
            "configcat-proxy/key",
            options -> {
              options.baseUrl(address);
              options.pollingMode(PollingModes.manualPoll());
            });
    try {
      client.forceRefresh();
      return client.getValue(String.class, "k", "none");
    } finally {
      client.close();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"p\":{\"u\":\"u\",\"r\":0},\"f\":{\"k\":{\"t\":1,\"v\":{\"s\":\"hello\"}}}}";
  }
}
