// dev.langchain4j:langchain4j-ollama:1.18.1
import dev.langchain4j.model.ollama.OllamaChatModel;
import io.poolingagent.app.sdks.Sdk;

/** LangChain4j's client of Ollama. */
public final class LangChain4jOllama implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return OllamaChatModel.builder().baseUrl(address).modelName("m").build().chat("hello?");
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    {"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"hello"},"done":true,"done_reason":"stop","prompt_eval_count":1,"eval_count":1}\
    """;
  }
}
