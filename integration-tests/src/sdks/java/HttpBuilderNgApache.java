// io.github.http-builder-ng:http-builder-ng-apache:1.0.4
// org.codehaus.groovy:groovy:2.5.23
// org.codehaus.groovy:groovy-json:2.5.23
// org.codehaus.groovy:groovy-xml:2.5.23
import groovyx.net.http.ApacheHttpBuilder;
import groovyx.net.http.HttpBuilder;
import io.poolingagent.app.sdks.Sdk;

/** The HTTPBuilder of the next generation, by Apache. */
public final class HttpBuilderNgApache implements Sdk {

  @Override
  public String call(String address) throws Exception {
    HttpBuilder client =
        HttpBuilder.configure(
            ApacheHttpBuilder::new, config -> config.getRequest().setUri(address));
    try {
      return client.get(String.class, config -> config.getRequest().getUri().setPath("/page"));
    } finally {
      client.close();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
