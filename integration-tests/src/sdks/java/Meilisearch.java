// com.meilisearch.sdk:meilisearch-java:0.15.0
import com.meilisearch.sdk.Client;
import com.meilisearch.sdk.Config;
import io.poolingagent.app.sdks.Sdk;

/** Meilisearch's own. */
public final class Meilisearch implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return new Client(new Config(address, "key")).health();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"status\":\"available\"}";
  }
}
