// org.apache.httpcomponents.client5:httpclient5-cache:5.4.1
import io.poolingagent.app.sdks.Sdk;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.cache.CachingHttpClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Apache 5's caching client. */
public final class ApacheCache5 implements Sdk {

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
