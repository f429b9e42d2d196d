// org.lightcouch:lightcouch:0.2.0
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import org.lightcouch.CouchDbClient;
import org.lightcouch.CouchDbProperties;

/** LightCouch, a client of CouchDB. */
public final class CouchDb implements Sdk {

  @Override
  public String call(String address) throws Exception {
    URI service = URI.create(address);
    CouchDbClient client =
        new CouchDbClient(
            new CouchDbProperties()
                .setDbName("db")
                .setCreateDbIfNotExist(false)
                .setProtocol(service.getScheme())
                .setHost(service.getHost())
                .setPort(service.getPort()));
    String version = client.context().serverVersion();
    client.shutdown();
    return version;
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"couchdb\":\"Welcome\",\"version\":\"3\"}";
  }
}
