// org.opensearch.client:opensearch-java:3.9.0
// org.apache.httpcomponents.client5:httpclient5:5.5.1
import io.poolingagent.app.sdks.Sdk;
import org.apache.hc.core5.http.HttpHost;
import org.opensearch.client.opensearch.OpenSearchClient;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;

/** OpenSearch's own. */
public final class OpenSearch implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (OpenSearchTransport transport =
        ApacheHttpClient5TransportBuilder.builder(HttpHost.create(address)).build()) {
      return String.valueOf(new OpenSearchClient(transport).count(of -> of.index("i")).count());
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"count\":7,\"_shards\":{\"total\":1,\"successful\":1,\"failed\":0,\"skipped\":0}}";
  }

  @Override
  public String note() {
    return "asynchronous: its connections belong to its own I/O reactor";
  }
}
