// com.openai:openai-java:4.8.0
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.poolingagent.app.sdks.Sdk;

/** OpenAI's own. */
public final class OpenAi implements Sdk {

  @Override
  public String call(String address) throws Exception {
    OpenAIClient client =
        OpenAIOkHttpClient.builder().baseUrl(address + "/v1").apiKey("key").build();
    ChatCompletionCreateParams question =
        ChatCompletionCreateParams.builder().model("m").addUserMessage("hello?").build();
    String said =
        client
            .chat()
            .completions()
            .create(question)
            .choices()
            .get(0)
            .message()
            .content()
            .orElse("");
    client.close();
    return said;
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop","logprobs":null,"message":{"role":"assistant","content":"hello","refusal":null}}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}\
    """;
  }
}
