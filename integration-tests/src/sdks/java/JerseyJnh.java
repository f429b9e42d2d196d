// org.glassfish.jersey.connectors:jersey-jnh-connector:3.1.10
// org.glassfish.jersey.inject:jersey-hk2:3.1.10
import io.poolingagent.app.sdks.Sdk;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import org.glassfish.jersey.client.ClientConfig;
import org.glassfish.jersey.jnh.connector.JavaNetHttpConnectorProvider;

/** Jersey, by the JDK's client. */
public final class JerseyJnh implements Sdk {

  @Override
  public String call(String address) throws Exception {
    Client client =
        ClientBuilder.newClient(
            new ClientConfig().connectorProvider(new JavaNetHttpConnectorProvider()));
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
}
