// com.sap.cloud.sdk.cloudplatform:connectivity-apache-httpclient4:5.26.0
import com.sap.cloud.sdk.cloudplatform.connectivity.DefaultHttpClientFactory;
import com.sap.cloud.sdk.cloudplatform.connectivity.DefaultHttpDestination;
import io.poolingagent.app.sdks.Sdk;
import org.apache.http.client.HttpClient;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.util.EntityUtils;

/** SAP's cloud SDK, by Apache 4. */
public final class SapCloud4 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    HttpClient client =
        DefaultHttpClientFactory.builder()
            .build()
            .createHttpClient(DefaultHttpDestination.builder(address).build().asHttp());
    return client.execute(
        new HttpGet("/page"), response -> EntityUtils.toString(response.getEntity()));
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
