// io.apicurio:apicurio-registry-client:2.6.5.Final
import io.apicurio.registry.rest.client.RegistryClient;
import io.apicurio.registry.rest.client.RegistryClientFactory;
import io.poolingagent.app.sdks.Sdk;

/** Apicurio's registry. */
public final class Apicurio implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (RegistryClient client = RegistryClientFactory.create(address)) {
      return client.getArtifactMetaData("g", "a").getName();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"name\":\"hello\",\"id\":\"a\",\"type\":\"AVRO\",\"version\":\"1\"}";
  }
}
