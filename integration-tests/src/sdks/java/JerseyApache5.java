// org.glassfish.jersey.connectors:jersey-apache5-connector:3.1.10
// org.glassfish.jersey.inject:jersey-hk2:3.1.10
// org.slf4j:slf4j-api:2.0.16
import io.poolingagent.app.sdks.Sdk;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import org.glassfish.jersey.apache5.connector.Apache5ConnectorProvider;
import org.glassfish.jersey.client.ClientConfig;

/** Jersey, by Apache 5. */
public final class JerseyApache5 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    Client client =
        ClientBuilder.newClient(
            new ClientConfig().connectorProvider(new Apache5ConnectorProvider()));
    try {
      return client.target(address + "/page").request().get(String.class);
    } finally {
      client.close();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }

  @Override
  public String note() {
    return "a connection factory of its own, and a socket factory that goes by a thread-local";
  }
}
