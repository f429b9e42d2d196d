// com.larksuite.oapi:oapi-sdk:2.4.0
import com.lark.oapi.Client;
import com.lark.oapi.core.token.AccessTokenType;
import io.poolingagent.app.sdks.Sdk;
import java.nio.charset.StandardCharsets;

/** Lark's own. */
public final class Lark implements Sdk {

  private static final class Body {
    final String a = "b";
  }

  @Override
  public String call(String address) throws Exception {
    Client client = Client.newBuilder("id", "secret").openBaseUrl(address).build();
    return new String(
        client.post("/open-apis/thing", new Body(), AccessTokenType.None).getBody(),
        StandardCharsets.UTF_8);
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"code\":0,\"msg\":\"ok\"}";
  }
}
