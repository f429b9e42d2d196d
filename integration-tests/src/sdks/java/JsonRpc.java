// com.github.briandilley.jsonrpc4j:jsonrpc4j:1.6
import com.googlecode.jsonrpc4j.JsonRpcHttpClient;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;

/** jsonrpc4j. */
public final class JsonRpc implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try {
      return new JsonRpcHttpClient(URI.create(address + "/rpc").toURL())
          .invoke("m", new Object[] {"a"}, String.class);
    } catch (Throwable e) {
      throw new Exception(e);
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":\"hello\"}";
  }
}
