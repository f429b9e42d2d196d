// com.google.genai:google-genai:1.30.0
import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import io.poolingagent.app.sdks.Sdk;

/** Google's Gemini. */
public final class Gemini implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (Client client =
        Client.builder()
            .apiKey("key")
            .httpOptions(HttpOptions.builder().baseUrl(address).build())
            .build()) {
      return client.models.generateContent("m", "hi", null).text();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"hello\"}]},\"finishReason\":\"STOP\"}]}";
  }
}
