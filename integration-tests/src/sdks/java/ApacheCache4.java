// org.apache.httpcomponents:httpclient-cache:4.5.14
import io.poolingagent.app.sdks.Sdk;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.cache.CachingHttpClients;
import org.apache.http.util.EntityUtils;

/** Apache 4's caching client. */
public final class ApacheCache4 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (CloseableHttpClient client = CachingHttpClients.createMemoryBound()) {
      return client.execute(
          new HttpGet(address + "/page"), response -> EntityUtils.toString(response.getEntity()));
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
