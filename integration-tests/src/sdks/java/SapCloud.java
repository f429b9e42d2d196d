// com.sap.cloud.sdk.cloudplatform:connectivity-apache-httpclient5:5.26.0
import com.sap.cloud.sdk.cloudplatform.connectivity.ApacheHttpClient5FactoryBuilder;
import com.sap.cloud.sdk.cloudplatform.connectivity.DefaultHttpDestination;
import io.poolingagent.app.sdks.Sdk;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** SAP's cloud SDK, by Apache 5. */
public final class SapCloud implements Sdk {

  @Override
  public String call(String address) throws Exception {
    HttpClient client =
        new ApacheHttpClient5FactoryBuilder()
            .build()
            .createHttpClient(DefaultHttpDestination.builder(address).build());
    return client.execute(
        new HttpGet("/page"), response -> EntityUtils.toString(response.getEntity()));
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
