// com.marklogic:marklogic-client-api:6.6.1
import com.marklogic.client.DatabaseClient;
import com.marklogic.client.DatabaseClientFactory;
import com.marklogic.client.DatabaseClientFactory.BasicAuthContext;
import com.marklogic.client.io.StringHandle;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** MarkLogic's own. */
public final class MarkLogic implements Sdk {

  @Override
  public String call(String address) throws Exception {
    URI uri = URI.create(address);
    BasicAuthContext context = new BasicAuthContext("u", "p");
    if (address.startsWith("https")) {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      SSLContext tls = SSLContext.getInstance("TLSv1.2");
      tls.init(null, factory.getTrustManagers(), null);
      context = context.withSSLContext(tls, (X509TrustManager) factory.getTrustManagers()[0]);
    }
    DatabaseClient client = DatabaseClientFactory.newClient(uri.getHost(), uri.getPort(), context);
    try {
      return client.newTextDocumentManager().read("/a.txt", new StringHandle()).get();
    } finally {
      client.release();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "text";
  }

  @Override
  public String note() {
    return "brings one connection pool for all clients, but a resolver and socket factories made anew with each";
  }
}
