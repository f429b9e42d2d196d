// org.projectnessie.nessie:nessie-client:0.99.0
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import org.projectnessie.client.NessieClientBuilder;
import org.projectnessie.client.api.NessieApiV2;

/** Nessie's own. */
public final class Nessie implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (NessieApiV2 api =
        NessieClientBuilder.createClientBuilder("HTTP", null)
            .withUri(URI.create(address + "/api/v2"))
            .withApiCompatibilityCheck(false)
            .build(NessieApiV2.class)) {
      return api.getConfig().getDefaultBranch();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"defaultBranch\":\"main\",\"minSupportedApiVersion\":1,\"maxSupportedApiVersion\":2,\"actualApiVersion\":2,\"specVersion\":\"2.0.0\"}";
  }

  @Override
  public String note() {
    return "leaves answers before they are at their end now and then, with one client as well";
  }
}
