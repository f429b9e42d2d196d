// org.typesense:typesense-java:1.3.0
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.typesense.api.Client;
import org.typesense.api.Configuration;
import org.typesense.resources.Node;

/** Typesense's own. */
public final class Typesense implements Sdk {

  @Override
  public String call(String address) throws Exception {
    URI uri = URI.create(address);
    Node node = new Node(uri.getScheme(), uri.getHost(), String.valueOf(uri.getPort()));
    Client client = new Client(new Configuration(List.of(node), Duration.ofSeconds(10), "key"));
    return String.valueOf(client.health.retrieve().get("ok"));
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"ok\":true}";
  }
}
