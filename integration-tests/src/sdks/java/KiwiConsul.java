// org.kiwiproject:consul-client:1.12.1
import io.poolingagent.app.sdks.Sdk;
import org.kiwiproject.consul.Consul;

/** Consul, by Retrofit. */
public final class KiwiConsul implements Sdk {

  @Override
  public String call(String address) throws Exception {
    Consul consul = Consul.builder().withUrl(address).withPing(false).build();
    try {
      return consul.statusClient().getLeader();
    } finally {
      consul.destroy();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "[\"10.0.0.1:8300\"]".substring(1, 16);
  }

  @Override
  public String note() {
    return "brings a connection pool of its own, made anew with each client: the first two are left alone";
  }
}
