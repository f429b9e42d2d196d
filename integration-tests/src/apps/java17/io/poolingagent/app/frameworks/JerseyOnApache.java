package io.poolingagent.app.frameworks;

import javax.ws.rs.client.ClientBuilder;
import org.glassfish.jersey.apache.connector.ApacheConnectorProvider;
import org.glassfish.jersey.client.ClientConfig;

/** Jersey with its connector for Apache HttpClient 4. */
final class JerseyOnApache {

  private JerseyOnApache() {}

  static Exchange exchange() {
    return JaxRs.exchange(
        () ->
            ClientBuilder.newClient(
                new ClientConfig().connectorProvider(new ApacheConnectorProvider())));
  }
}
