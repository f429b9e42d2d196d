// com.linecorp.bot:line-bot-api-client:4.10.0
import com.linecorp.bot.client.LineMessagingClient;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;

/** LINE's own. */
public final class LineBot implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return LineMessagingClient.builder("token")
        .apiEndPoint(URI.create(address + "/"))
        .build()
        .getProfile("u1")
        .get()
        .getDisplayName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"displayName\":\"hello\",\"userId\":\"u1\"}";
  }

  @Override
  public boolean leaks() {
    return true;
  }
}
