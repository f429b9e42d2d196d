// com.pusher:pusher-http-java:1.3.4
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import java.util.Map;

/** Pusher's own. */
public final class Pusher implements Sdk {

  @Override
  public String call(String address) throws Exception {
    URI uri = URI.create(address);
    com.pusher.rest.Pusher pusher = new com.pusher.rest.Pusher("1", "key", "secret");
    pusher.setHost(uri.getAuthority());
    pusher.setEncrypted(uri.getScheme().equals("https"));
    return pusher.trigger("channel", "event", Map.of("message", "hello")).getMessage();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{}";
  }
}
