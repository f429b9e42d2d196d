// org.apache.cxf:cxf-rt-frontend-jaxws:3.5.9
// org.apache.cxf:cxf-rt-transports-http:3.5.9
import io.poolingagent.app.sdks.Sdk;
import javax.jws.WebMethod;
import javax.jws.WebService;
import org.apache.cxf.frontend.ClientProxy;
import org.apache.cxf.jaxws.JaxWsProxyFactoryBean;

/** CXF 3's web services. */
public final class CxfJaxWs3 implements Sdk {

  /** The service. */
  @WebService(targetNamespace = "urn:echo")
  public interface Echo {

    /** Says the same. */
    @WebMethod
    String echo(String text);
  }

  @Override
  public String call(String address) throws Exception {
    JaxWsProxyFactoryBean factory = new JaxWsProxyFactoryBean();
    factory.setServiceClass(Echo.class);
    factory.setAddress(address + "/echo");
    Echo echo = (Echo) factory.create();
    try {
      return echo.echo("hello");
    } finally {
      ClientProxy.getClient(echo).destroy();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    <?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><ns2:echoResponse xmlns:ns2="urn:echo"><return>hello</return></ns2:echoResponse></soap:Body></soap:Envelope>\
    """;
  }
}
