// org.apache.camel:camel-http4:2.25.4
// org.apache.camel:camel-core:2.25.4
// javax.xml.bind:jaxb-api:2.3.1
// com.sun.xml.bind:jaxb-impl:2.3.9
// com.sun.xml.bind:jaxb-core:2.3.0.1
import io.poolingagent.app.sdks.Sdk;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** Camel 2, by Apache 4. */
public final class CamelHttp4 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    CamelContext context = new DefaultCamelContext();
    context.start();
    try {
      return context
          .createProducerTemplate()
          .requestBody(address.replaceFirst("^(https?)", "$14") + "/page", null, String.class);
    } finally {
      context.stop();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
