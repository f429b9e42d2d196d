// org.ektorp:org.ektorp:1.5.0
import io.poolingagent.app.sdks.Sdk;
import org.ektorp.http.HttpClient;
import org.ektorp.http.StdHttpClient;
import org.ektorp.impl.StdCouchDbInstance;

/** Ektorp, by Apache's old client. */
public final class Ektorp implements Sdk {

  @Override
  public String call(String address) throws Exception {
    HttpClient client = new StdHttpClient.Builder().url(address).build();
    try {
      return new StdCouchDbInstance(client).getAllDatabases().toString();
    } finally {
      client.shutdown();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "[\"one\",\"two\"]";
  }
}
