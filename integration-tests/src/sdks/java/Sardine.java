// com.github.lookfirst:sardine:5.13
import com.github.sardine.SardineFactory;
import io.poolingagent.app.sdks.Sdk;

/** A client of WebDAV. */
public final class Sardine implements Sdk {

  @Override
  public String call(String address) throws Exception {
    com.github.sardine.Sardine client = SardineFactory.begin("user", "password");
    String said = new String(client.get(address + "/file").readAllBytes());
    client.shutdown();
    return said;
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
