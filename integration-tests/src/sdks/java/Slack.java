// com.slack.api:slack-api-client:1.45.4
import com.slack.api.SlackConfig;
import io.poolingagent.app.sdks.Sdk;

/** Slack's own. */
public final class Slack implements Sdk {

  @Override
  public String call(String address) throws Exception {
    SlackConfig config = new SlackConfig();
    config.setMethodsEndpointUrlPrefix(address + "/api/");
    try (com.slack.api.Slack slack = com.slack.api.Slack.getInstance(config)) {
      return slack.methods("token").chatPostMessage(to -> to.channel("c").text("hello")).getTs();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"ok\":true,\"channel\":\"c\",\"ts\":\"1.2\",\"message\":{\"text\":\"hello\"}}";
  }
}
