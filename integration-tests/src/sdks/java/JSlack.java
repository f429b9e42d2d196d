// com.github.seratch:jslack:3.4.2
import com.github.seratch.jslack.Slack;
import com.github.seratch.jslack.SlackConfig;
import io.poolingagent.app.sdks.Sdk;

/** Slack's, before it was Slack's own. */
public final class JSlack implements Sdk {

  @Override
  public String call(String address) throws Exception {
    SlackConfig config = new SlackConfig();
    config.setMethodsEndpointUrlPrefix(address + "/api/");
    try (Slack slack = Slack.getInstance(config)) {
      return slack.methods("token").chatPostMessage(to -> to.channel("c").text("hello")).getTs();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"ok\":true,\"channel\":\"c\",\"ts\":\"1.2\",\"message\":{\"text\":\"hello\"}}";
  }
}
