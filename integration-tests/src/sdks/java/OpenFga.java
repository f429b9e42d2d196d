// dev.openfga:openfga-sdk:0.9.4
import dev.openfga.sdk.api.client.OpenFgaClient;
import dev.openfga.sdk.api.configuration.ClientConfiguration;
import io.poolingagent.app.sdks.Sdk;

/** OpenFGA's own. */
public final class OpenFga implements Sdk {

  @Override
  public String call(String address) throws Exception {
    OpenFgaClient client = new OpenFgaClient(new ClientConfiguration().apiUrl(address));
    return client.listStores().get().getStores().get(0).getName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"stores\":[{\"id\":\"1\",\"name\":\"store\",\"created_at\":\"2026-01-01T00:00:00Z\",\"updated_at\":\"2026-01-01T00:00:00Z\"}],\"continuation_token\":\"\"}";
  }
}
