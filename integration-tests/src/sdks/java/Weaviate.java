// io.weaviate:client:5.5.0
import io.poolingagent.app.sdks.Sdk;
import io.weaviate.client.Config;
import io.weaviate.client.WeaviateClient;
import java.net.URI;

/** Weaviate's own. */
public final class Weaviate implements Sdk {

  @Override
  public String call(String address) throws Exception {
    URI uri = URI.create(address);
    WeaviateClient client = new WeaviateClient(new Config(uri.getScheme(), uri.getAuthority()));
    return client.misc().metaGetter().run().getResult().getVersion();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"hostname\":\"h\",\"version\":\"1.23.0\",\"modules\":{}}";
  }
}
