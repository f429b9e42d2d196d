// com.newrelic.telemetry:telemetry-core:0.17.0
// com.newrelic.telemetry:telemetry-http-okhttp:0.16.0
import com.newrelic.telemetry.Attributes;
import com.newrelic.telemetry.MetricBatchSenderFactory;
import com.newrelic.telemetry.OkHttpPoster;
import com.newrelic.telemetry.metrics.Gauge;
import com.newrelic.telemetry.metrics.MetricBatch;
import com.newrelic.telemetry.metrics.MetricBatchSender;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import java.util.List;

/** New Relic's telemetry SDK. */
public final class NewRelic implements Sdk {

  @Override
  public String call(String address) throws Exception {
    MetricBatchSender sender =
        MetricBatchSender.create(
            MetricBatchSenderFactory.fromHttpImplementation(OkHttpPoster::new)
                .configureWith("key")
                .endpoint(URI.create(address + "/metric/v1").toURL())
                .build());
    return sender
        .sendBatch(
            new MetricBatch(
                List.of(new Gauge("g", 1d, 1_700_000_000_000L, new Attributes())),
                new Attributes()))
        .getBody();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"requestId\":\"r\"}";
  }
}
