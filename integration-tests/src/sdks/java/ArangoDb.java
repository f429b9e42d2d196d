// com.arangodb:arangodb-java-driver:6.25.0
// org.apache.httpcomponents:httpclient:4.5.14
import com.arangodb.ArangoDB;
import com.arangodb.Protocol;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import javax.net.ssl.SSLContext;

/** ArangoDB's driver over HTTP, its last with Apache. */
public final class ArangoDb implements Sdk {

  @Override
  public String call(String address) throws Exception {
    URI uri = URI.create(address);
    ArangoDB.Builder builder =
        new ArangoDB.Builder()
            .useProtocol(Protocol.HTTP_JSON)
            .host(uri.getHost(), uri.getPort())
            .user("root");
    if (address.startsWith("https")) {
      builder.useSsl(true).sslContext(SSLContext.getDefault());
    }
    ArangoDB db = builder.build();
    try {
      return db.getVersion().getVersion();
    } finally {
      db.shutdown();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"server\":\"arango\",\"version\":\"3.11\",\"license\":\"community\"}";
  }
}
