// org.glassfish.jersey.core:jersey-client:3.1.10
// org.glassfish.jersey.inject:jersey-hk2:3.1.10
import io.poolingagent.app.sdks.Sdk;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;

/** Jersey with what it brings. */
public final class Jersey implements Sdk {

  @Override
  public String call(String address) throws Exception {
    Client client = ClientBuilder.newClient();
    String said = client.target(address).path("thing").request().get(String.class);
    client.close();
    return said;
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
