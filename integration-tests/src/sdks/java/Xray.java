// com.amazonaws:aws-xray-recorder-sdk-apache-http:2.21.0
import com.amazonaws.xray.proxies.apache.http.HttpClientBuilder;
import io.poolingagent.app.sdks.Sdk;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.util.EntityUtils;

/** AWS X-Ray's Apache client. */
public final class Xray implements Sdk {

  @Override
  public String call(String address) throws Exception {
    System.setProperty("com.amazonaws.xray.strategy.contextMissingStrategy", "IGNORE_ERROR");
    try (CloseableHttpClient client = HttpClientBuilder.create().build()) {
      return client.execute(
          new HttpGet(address + "/page"), response -> EntityUtils.toString(response.getEntity()));
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
