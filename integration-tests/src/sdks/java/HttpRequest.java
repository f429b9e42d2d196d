// com.github.kevinsawicki:http-request:6.0
import io.poolingagent.app.sdks.Sdk;

/** Kevin Sawicki's. */
public final class HttpRequest implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return com.github.kevinsawicki.http.HttpRequest.get(address + "/thing").acceptJson().body();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"name\":\"hello\"}";
  }
}
