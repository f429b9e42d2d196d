// co.elastic.clients:elasticsearch-rest5-client:9.5.6
import co.elastic.clients.transport.rest5_client.low_level.Request;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Elasticsearch's low-level client, since version 9. */
public final class ElasticsearchRest5 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (Rest5Client client = Rest5Client.builder(HttpHost.create(URI.create(address))).build()) {
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
