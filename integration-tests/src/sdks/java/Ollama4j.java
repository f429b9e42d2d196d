// io.github.ollama4j:ollama4j:1.0.100
import io.github.ollama4j.OllamaAPI;
import io.poolingagent.app.sdks.Sdk;

/** A client of Ollama. */
public final class Ollama4j implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return new OllamaAPI(address).listModels().get(0).getName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    {"models":[{"name":"m:latest","model":"m:latest","modified_at":"2026-01-01T00:00:00Z","size":1,"digest":"d"}]}\
    """;
  }
}
