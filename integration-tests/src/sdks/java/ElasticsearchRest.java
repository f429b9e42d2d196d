// org.elasticsearch.client:elasticsearch-rest-client:8.19.0
import io.poolingagent.app.sdks.Sdk;
import org.apache.http.HttpHost;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;

/** Elasticsearch's low-level client. */
public final class ElasticsearchRest implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (RestClient client = RestClient.builder(HttpHost.create(address)).build()) {
      return EntityUtils.toString(client.performRequest(new Request("GET", "/")).getEntity());
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"name\":\"node\"}";
  }

  @Override
  public String note() {
    return "asynchronous: its connections belong to its own I/O reactor";
  }
}
