// org.codehaus.groovy.modules.http-builder:http-builder:0.7.1
// org.codehaus.groovy:groovy:2.4.21
// org.codehaus.groovy:groovy-json:2.4.21
// org.codehaus.groovy:groovy-xml:2.4.21
import groovyx.net.http.HttpResponseDecorator;
import groovyx.net.http.RESTClient;
import io.poolingagent.app.sdks.Sdk;
import java.util.HashMap;
import java.util.Map;

/** HTTPBuilder, of Groovy. */
public final class HttpBuilder implements Sdk {

  @Override
  public String call(String address) throws Exception {
    RESTClient client = new RESTClient(address);
    try {
      return ((HttpResponseDecorator) client.get(new HashMap<>(Map.of("path", "/page"))))
          .getData()
          .toString();
    } finally {
      client.shutdown();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"a\":\"hello\"}";
  }
}
