// io.prometheus:simpleclient_pushgateway:0.16.0
import io.poolingagent.app.sdks.Sdk;
import io.prometheus.client.CollectorRegistry;
import java.net.URL;

/** Prometheus' push gateway. */
public final class PushGateway implements Sdk {

  @Override
  public String call(String address) throws Exception {
    new io.prometheus.client.exporter.PushGateway(new URL(address))
        .push(new CollectorRegistry(), "job");
    return "pushed";
  }

  @Override
  public String answer(String method, String target, String body) {
    return "";
  }
}
