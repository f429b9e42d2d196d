package io.poolingagent.app.frameworks;

import java.util.function.Supplier;
import javax.ws.rs.client.Client;
import javax.ws.rs.client.ClientBuilder;
import javax.ws.rs.client.Entity;

/** The client of JAX-RS by whoever provides it, Jersey or RESTEasy; closed as it is to be. */
final class JaxRs {

  private JaxRs() {}

  static Exchange exchange() {
    return exchange(ClientBuilder::newClient);
  }

  static Exchange exchange(Supplier<Client> clients) {
    return (post, url) -> {
      Client client = clients.get();
      try {
        return post
            ? client.target(url).request().post(Entity.text(Exchange.BODY), String.class)
            : client.target(url).request().get(String.class);
      } finally {
        client.close();
      }
    };
  }
}
