// com.pubnub:pubnub-gson:6.4.5
import com.pubnub.api.PNConfiguration;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;

/** PubNub's own. */
public final class PubNub implements Sdk {

  @Override
  public String call(String address) throws Exception {
    PNConfiguration config = new PNConfiguration(new com.pubnub.api.UserId("u"));
    config.setSubscribeKey("s");
    config.setPublishKey("p");
    config.setOrigin(URI.create(address).getAuthority());
    config.setSecure(address.startsWith("https"));
    com.pubnub.api.PubNub client = new com.pubnub.api.PubNub(config);
    try {
      return String.valueOf(client.time().sync().getTimetoken());
    } finally {
      client.destroy();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "[15000000000000000]";
  }

  @Override
  public boolean leaks() {
    return true;
  }
}
