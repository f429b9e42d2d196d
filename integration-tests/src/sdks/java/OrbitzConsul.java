// com.orbitz.consul:consul-client:1.5.3
import com.orbitz.consul.Consul;
import io.poolingagent.app.sdks.Sdk;

/** The Consul client of Orbitz. */
public final class OrbitzConsul implements Sdk {

  @Override
  public String call(String address) throws Exception {
    com.orbitz.consul.Consul consul = Consul.builder().withUrl(address).withPing(false).build();
    try {
      return consul.statusClient().getLeader();
    } finally {
      consul.destroy();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "\"127.0.0.1:8300\"";
  }

  @Override
  public String note() {
    return "brings a connection pool of its own, made anew with each client: the first two are left"
        + " alone";
  }
}
