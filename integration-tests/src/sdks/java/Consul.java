// com.ecwid.consul:consul-api:1.4.5
import com.ecwid.consul.v1.ConsulClient;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;

/** A client of Consul. */
public final class Consul implements Sdk {

  @Override
  public String call(String address) throws Exception {
    URI service = URI.create(address);
    ConsulClient client =
        new ConsulClient(service.getScheme() + "://" + service.getHost(), service.getPort());
    return client.getKVValue("key").getValue().getDecodedValue();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "[{\"Key\":\"key\",\"Value\":\"aGVsbG8=\",\"CreateIndex\":1,\"ModifyIndex\":1,\"LockIndex\":0,\"Flags\":0}]";
  }

  @Override
  public String note() {
    return "keeps one HTTP client by itself";
  }

  @Override
  public boolean pooled() {
    return true;
  }
}
