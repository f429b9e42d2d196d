// dev.langchain4j:langchain4j-open-ai:1.19.0
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.poolingagent.app.sdks.Sdk;

/** LangChain4j with its default HTTP client. */
public final class LangChain4jOpenAi implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return OpenAiChatModel.builder()
        .baseUrl(address + "/v1")
        .apiKey("key")
        .modelName("m")
        .build()
        .chat("hello?");
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop","logprobs":null,"message":{"role":"assistant","content":"hello","refusal":null}}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}\
    """;
  }
}
