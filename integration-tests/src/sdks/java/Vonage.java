// com.vonage:server-sdk:8.1.0
import com.vonage.client.HttpConfig;
import com.vonage.client.VonageClient;
import io.poolingagent.app.sdks.Sdk;

/** Vonage's own. */
public final class Vonage implements Sdk {

  @Override
  public String call(String address) throws Exception {
    VonageClient client =
        VonageClient.builder()
            .apiKey("key")
            .apiSecret("secret")
            .httpConfig(HttpConfig.builder().baseUri(address).build())
            .build();
    return String.valueOf(client.getAccountClient().getBalance().getValue());
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"value\":1.5,\"autoReload\":false}";
  }
}
