// com.anthropic:anthropic-java:3.14.0
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
import io.poolingagent.app.sdks.Sdk;

/** Anthropic's own. */
public final class Anthropic implements Sdk {

  @Override
  public String call(String address) throws Exception {
    AnthropicClient client = AnthropicOkHttpClient.builder().baseUrl(address).apiKey("key").build();
    MessageCreateParams question =
        MessageCreateParams.builder().model("m").maxTokens(16).addUserMessage("hello?").build();
    String said = client.messages().create(question).content().get(0).asText().text();
    client.close();
    return said;
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    {"id":"1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"hello","citations":null}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}\
    """;
  }
}
