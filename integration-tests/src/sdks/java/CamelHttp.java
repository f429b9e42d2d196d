// org.apache.camel:camel-http:4.8.0
// org.apache.camel:camel-core:4.8.0
import io.poolingagent.app.sdks.Sdk;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** Camel, by Apache 5. */
public final class CamelHttp implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (CamelContext context = new DefaultCamelContext()) {
      context.start();
      return context.createProducerTemplate().requestBody(address + "/page", null, String.class);
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
