// org.apache.wink:wink-client-apache-httpclient:1.4
// javax.xml.bind:jaxb-api:2.3.1
// com.sun.xml.bind:jaxb-impl:2.3.9
// com.sun.xml.bind:jaxb-core:2.3.0.1
// javax.activation:activation:1.1.1
import io.poolingagent.app.sdks.Sdk;
import org.apache.wink.client.ApacheHttpClientConfig;
import org.apache.wink.client.RestClient;

/** Apache Wink, by Apache. */
public final class Wink implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return new RestClient(new ApacheHttpClientConfig())
        .resource(address + "/page")
        .get(String.class);
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
