// org.apache.axis2:axis2-kernel:1.8.2
// org.apache.axis2:axis2-adb:1.8.2
// org.apache.axis2:axis2-transport-http:1.8.2
// org.apache.axis2:axis2-transport-local:1.8.2
import io.poolingagent.app.sdks.Sdk;
import javax.xml.namespace.QName;
import org.apache.axiom.om.OMAbstractFactory;
import org.apache.axiom.om.OMElement;
import org.apache.axis2.addressing.EndpointReference;
import org.apache.axis2.client.Options;
import org.apache.axis2.client.ServiceClient;

/** Axis 2. */
public final class Axis2 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    ServiceClient client = new ServiceClient();
    try {
      Options options = new Options();
      options.setTo(new EndpointReference(address + "/service"));
      options.setAction("urn:ask");
      client.setOptions(options);
      OMElement question =
          OMAbstractFactory.getOMFactory().createOMElement(new QName("urn:a", "ask"));
      return client.sendReceive(question).getText();
    } finally {
      client.cleanupTransport();
      client.cleanup();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><a:told xmlns:a="urn:a">hello</a:told></soapenv:Body></soapenv:Envelope>\
    """;
  }
}
