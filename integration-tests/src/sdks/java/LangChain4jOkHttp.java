// dev.langchain4j:langchain4j-open-ai:0.36.2
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiTokenizer;
import io.poolingagent.app.sdks.Sdk;

/** LangChain4j before 1.0, which had OkHttp underneath. */
public final class LangChain4jOkHttp implements Sdk {

  /** Kept: the tables of a tokenizer, not the client, take half a second and most of the heap. */
  private static final OpenAiTokenizer TOKENIZER = new OpenAiTokenizer("gpt-4o");

  @Override
  public String call(String address) throws Exception {
    return OpenAiChatModel.builder()
        .baseUrl(address + "/v1")
        .apiKey("key")
        .modelName("m")
        .tokenizer(TOKENIZER)
        .build()
        .generate("hello?");
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop","logprobs":null,"message":{"role":"assistant","content":"hello","refusal":null}}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}\
    """;
  }
}
