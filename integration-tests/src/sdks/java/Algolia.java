// com.algolia:algoliasearch:4.20.0
import com.algolia.api.SearchClient;
import com.algolia.config.CallType;
import com.algolia.config.ClientOptions;
import com.algolia.config.Host;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;

/** Algolia's own. */
public final class Algolia implements Sdk {

  @Override
  public String call(String address) throws Exception {
    URI service = URI.create(address);
    ClientOptions options =
        ClientOptions.builder()
            .setHosts(
                List.of(
                    new Host(
                        service.getHost(),
                        EnumSet.of(CallType.READ, CallType.WRITE),
                        service.getScheme(),
                        service.getPort())))
            .build();
    try (SearchClient client = new SearchClient("app", "key", options)) {
      return client.listIndices().getItems().get(0).getName();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"nbPages\":1,\"items\":[{\"name\":\"index\",\"entries\":1}]}";
  }
}
