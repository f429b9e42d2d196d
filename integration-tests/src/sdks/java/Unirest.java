// com.konghq:unirest-java-core:4.10.1
import io.poolingagent.app.sdks.Sdk;
import kong.unirest.core.UnirestInstance;

/** Unirest. */
public final class Unirest implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (UnirestInstance unirest = kong.unirest.core.Unirest.spawnInstance()) {
      return unirest.get(address + "/thing").asString().getBody();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
