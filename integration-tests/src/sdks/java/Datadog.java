// com.datadoghq:datadog-api-client:2.50.0
import com.datadog.api.client.ApiClient;
import com.datadog.api.client.ServerConfiguration;
import com.datadog.api.client.v1.api.AuthenticationApi;
import io.poolingagent.app.sdks.Sdk;
import java.util.HashMap;
import java.util.List;

/** Datadog's own. */
public final class Datadog implements Sdk {

  @Override
  public String call(String address) throws Exception {
    ApiClient client = new ApiClient();
    client.setServers(List.of(new ServerConfiguration(address, "s", new HashMap<>())));
    client.setServerIndex(0);
    return String.valueOf(new AuthenticationApi(client).validate().getValid());
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"valid\":true}";
  }
}
