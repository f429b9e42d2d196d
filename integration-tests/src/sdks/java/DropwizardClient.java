// io.dropwizard:dropwizard-client:4.0.7
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.client.HttpClientBuilder;
import io.dropwizard.client.HttpClientConfiguration;
import io.dropwizard.util.Duration;
import io.poolingagent.app.sdks.Sdk;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Dropwizard's client. */
public final class DropwizardClient implements Sdk {

  @Override
  public String call(String address) throws Exception {
    HttpClientConfiguration config = new HttpClientConfiguration();
    config.setTimeout(Duration.seconds(10));
    config.setKeepAlive(Duration.seconds(30));
    try (CloseableHttpClient client =
        new HttpClientBuilder(new MetricRegistry()).using(config).build("client")) {
      return client.execute(
          new HttpGet(address + "/page"), response -> EntityUtils.toString(response.getEntity()));
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
