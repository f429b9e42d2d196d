// org.codehaus.xfire:xfire-core:1.2.6
// org.codehaus.xfire:xfire-aegis:1.2.6
import io.poolingagent.app.sdks.Sdk;
import org.codehaus.xfire.client.XFireProxyFactory;
import org.codehaus.xfire.service.binding.ObjectServiceFactory;

/** XFire. */
public final class XFireSoap implements Sdk {

  /** The service. */
  public interface Echo {

    /** Says the same. */
    String echo(String text);
  }

  @Override
  public String call(String address) throws Exception {
    Echo echo =
        (Echo)
            new XFireProxyFactory()
                .create(new ObjectServiceFactory().create(Echo.class), address + "/Echo");
    return echo.echo("hello");
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    <?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><echoResponse><out>hello</out></echoResponse></soap:Body></soap:Envelope>\
    """;
  }
}
