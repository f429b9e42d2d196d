// org.apache.xmlrpc:xmlrpc-client:3.1.3
// commons-httpclient:commons-httpclient:3.1
import io.poolingagent.app.sdks.Sdk;
import java.net.URL;
import org.apache.xmlrpc.client.XmlRpcClient;
import org.apache.xmlrpc.client.XmlRpcClientConfigImpl;
import org.apache.xmlrpc.client.XmlRpcCommonsTransportFactory;

/** Apache XML-RPC, with Commons HttpClient. */
public final class XmlRpc implements Sdk {

  @Override
  public String call(String address) throws Exception {
    XmlRpcClientConfigImpl config = new XmlRpcClientConfigImpl();
    config.setServerURL(new URL(address + "/rpc"));
    XmlRpcClient client = new XmlRpcClient();
    client.setTransportFactory(new XmlRpcCommonsTransportFactory(client));
    client.setConfig(config);
    return String.valueOf(client.execute("hello", new Object[0]));
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    <?xml version="1.0"?>
    <methodResponse><params><param><value><string>hello</string></value></param></params></methodResponse>\
    """;
  }
}
