// org.apache.iceberg:iceberg-core:1.6.1
import io.poolingagent.app.sdks.Sdk;
import java.util.Map;
import org.apache.iceberg.rest.HTTPClient;
import org.apache.iceberg.rest.responses.ConfigResponse;

/** Iceberg's REST catalogue. */
public final class Iceberg implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (HTTPClient client = HTTPClient.builder(Map.of()).uri(address).build()) {
      return client
          .get("v1/config", Map.of(), ConfigResponse.class, Map.of(), error -> {})
          .overrides()
          .toString();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"defaults\":{},\"overrides\":{\"a\":\"b\"}}";
  }
}
