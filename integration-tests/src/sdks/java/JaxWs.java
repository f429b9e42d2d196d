// com.sun.xml.ws:jaxws-rt:4.0.3
import io.poolingagent.app.sdks.Sdk;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.http.HTTPBinding;
import java.io.StringReader;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMResult;
import javax.xml.transform.stream.StreamSource;
import org.w3c.dom.Document;

/** JAX-WS. */
public final class JaxWs implements Sdk {

  @Override
  public String call(String address) throws Exception {
    Service service = Service.create(new QName("urn:app", "service"));
    QName port = new QName("urn:app", "port");
    service.addPort(port, HTTPBinding.HTTP_BINDING, address + "/thing");
    Dispatch<Source> dispatch = service.createDispatch(port, Source.class, Service.Mode.PAYLOAD);
    DOMResult result = new DOMResult();
    TransformerFactory.newInstance()
        .newTransformer()
        .transform(dispatch.invoke(new StreamSource(new StringReader("<a/>"))), result);
    return ((Document) result.getNode()).getDocumentElement().getLocalName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><hello/>";
  }
}
