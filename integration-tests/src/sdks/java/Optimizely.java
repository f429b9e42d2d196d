// com.optimizely.ab:core-httpclient-impl:4.2.2
// com.optimizely.ab:core-api:4.2.2
import com.optimizely.ab.OptimizelyHttpClient;
import io.poolingagent.app.sdks.Sdk;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.util.EntityUtils;

/** Optimizely's HTTP client. */
public final class Optimizely implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (OptimizelyHttpClient client = OptimizelyHttpClient.builder().build()) {
      return client.execute(
          new HttpGet(address + "/datafiles/k.json"),
          response -> EntityUtils.toString(response.getEntity()));
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"version\":\"4\"}";
  }
}
