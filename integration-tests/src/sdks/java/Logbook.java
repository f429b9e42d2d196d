// org.zalando:logbook-httpclient:3.9.0
// commons-logging:commons-logging:1.2
// org.apache.httpcomponents:httpclient:4.5.14
import io.poolingagent.app.sdks.Sdk;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.util.EntityUtils;
import org.zalando.logbook.httpclient.LogbookHttpRequestInterceptor;
import org.zalando.logbook.httpclient.LogbookHttpResponseInterceptor;

/** Logbook around Apache 4. */
public final class Logbook implements Sdk {

  @Override
  public String call(String address) throws Exception {
    org.zalando.logbook.Logbook logbook = org.zalando.logbook.Logbook.create();
    try (CloseableHttpClient client =
        HttpClientBuilder.create()
            .addInterceptorFirst(new LogbookHttpRequestInterceptor(logbook))
            .addInterceptorLast(new LogbookHttpResponseInterceptor())
            .build()) {
      return client.execute(
          new HttpGet(address + "/page"), response -> EntityUtils.toString(response.getEntity()));
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
