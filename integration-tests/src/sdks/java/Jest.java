// io.searchbox:jest:6.3.1
import io.poolingagent.app.sdks.Sdk;
import io.searchbox.client.JestClient;
import io.searchbox.client.JestClientFactory;
import io.searchbox.client.config.HttpClientConfig;
import io.searchbox.cluster.Health;

/** Jest, for Elasticsearch. */
public final class Jest implements Sdk {

  @Override
  public String call(String address) throws Exception {
    JestClientFactory factory = new JestClientFactory();
    factory.setHttpClientConfig(new HttpClientConfig.Builder(address).multiThreaded(true).build());
    try (JestClient client = factory.getObject()) {
      return client.execute(new Health.Builder().build()).getJsonString();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"cluster_name\":\"c\",\"status\":\"green\"}";
  }
}
