// io.dropwizard.metrics:metrics-httpclient:4.2.30
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.httpclient.HttpClientMetricNameStrategies;
import com.codahale.metrics.httpclient.InstrumentedHttpClients;
import io.poolingagent.app.sdks.Sdk;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.util.EntityUtils;

/** Dropwizard Metrics around Apache 4. */
public final class MetricsApache implements Sdk {

  private static final MetricRegistry METRICS = new MetricRegistry();

  @Override
  public String call(String address) throws Exception {
    try (CloseableHttpClient client =
        InstrumentedHttpClients.createDefault(
            METRICS, HttpClientMetricNameStrategies.METHOD_ONLY)) {
      return client.execute(
          new HttpGet(address + "/page"), response -> EntityUtils.toString(response.getEntity()));
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
