// com.rabbitmq:http-client:5.4.0
import com.rabbitmq.http.client.Client;
import com.rabbitmq.http.client.ClientParameters;
import io.poolingagent.app.sdks.Sdk;

/** RabbitMQ's HTTP client. */
public final class RabbitMq implements Sdk {

  @Override
  public String call(String address) throws Exception {
    Client client =
        new Client(
            new ClientParameters().url(address + "/api/").username("guest").password("guest"));
    return client.getVhosts().get(0).getName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "[{\"name\":\"hello\"}]";
  }
}
