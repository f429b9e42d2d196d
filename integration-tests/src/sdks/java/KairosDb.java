// org.kairosdb:client:3.0.0
import io.poolingagent.app.sdks.Sdk;
import org.kairosdb.client.HttpClient;

/** KairosDB's own. */
public final class KairosDb implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (HttpClient client = new HttpClient(address)) {
      return client.getMetricNames().toString();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"results\":[\"hello\"]}";
  }
}
