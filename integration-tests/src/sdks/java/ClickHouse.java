// com.clickhouse:client-v2:0.9.0
import com.clickhouse.client.api.Client;
import io.poolingagent.app.sdks.Sdk;

/** ClickHouse's own. */
public final class ClickHouse implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (Client client =
        new Client.Builder().addEndpoint(address).setUsername("u").setPassword("p").build()) {
      return String.valueOf(client.ping());
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "Ok.\n";
  }

  @Override
  public String note() {
    return "a connection factory of its own, which measures its client";
  }
}
