// org.springframework.ws:spring-ws-core:4.1.1
// org.apache.httpcomponents.client5:httpclient5:5.5.1
import io.poolingagent.app.sdks.Sdk;
import org.springframework.ws.client.core.WebServiceTemplate;
import org.springframework.ws.pox.dom.DomPoxMessageFactory;
import org.springframework.ws.transport.http.HttpComponents5MessageSender;
import org.springframework.xml.transform.StringResult;
import org.springframework.xml.transform.StringSource;

/** Spring Web Services. */
public final class SpringWs implements Sdk {

  @Override
  public String call(String address) throws Exception {
    WebServiceTemplate template = new WebServiceTemplate(new DomPoxMessageFactory());
    HttpComponents5MessageSender sender = new HttpComponents5MessageSender();
    sender.afterPropertiesSet();
    template.setMessageSender(sender);
    StringResult result = new StringResult();
    template.sendSourceAndReceiveToResult(address + "/thing", new StringSource("<a/>"), result);
    sender.destroy();
    return result.toString();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><hello/>";
  }
}
