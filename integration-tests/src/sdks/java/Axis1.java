// org.apache.axis:axis:1.4
// axis:axis-jaxrpc:1.4
// commons-httpclient:commons-httpclient:3.1
// commons-discovery:commons-discovery:0.5
// wsdl4j:wsdl4j:1.6.3
// commons-logging:commons-logging:1.2
// axis:axis-saaj:1.4
import io.poolingagent.app.sdks.Sdk;
import java.net.URL;
import javax.xml.namespace.QName;
import org.apache.axis.SimpleTargetedChain;
import org.apache.axis.client.Call;
import org.apache.axis.client.Service;
import org.apache.axis.configuration.SimpleProvider;
import org.apache.axis.transport.http.CommonsHTTPSender;

/** Axis 1, by Commons HttpClient. */
public final class Axis1 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    SimpleProvider config = new SimpleProvider();
    config.deployTransport("http", new SimpleTargetedChain(new CommonsHTTPSender()));
    Call call = (Call) new Service(config).createCall();
    call.setTargetEndpointAddress(new URL(address + "/axis/services/Echo"));
    call.setOperationName(new QName("urn:echo", "echo"));
    return (String) call.invoke(new Object[] {"hello"});
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    <?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><echoResponse xmlns="urn:echo"><echoReturn xsi:type="xsd:string">hello</echoReturn></echoResponse></soapenv:Body></soapenv:Envelope>\
    """;
  }
}
