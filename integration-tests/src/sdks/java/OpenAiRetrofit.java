// com.theokanning.openai-gpt3-java:service:0.18.2
import com.theokanning.openai.client.OpenAiApi;
import com.theokanning.openai.service.OpenAiService;
import io.poolingagent.app.sdks.Sdk;
import java.time.Duration;
import okhttp3.OkHttpClient;

/** An older client of OpenAI. */
public final class OpenAiRetrofit implements Sdk {

  @Override
  public String call(String address) throws Exception {
    OkHttpClient client = OpenAiService.defaultClient("token", Duration.ofSeconds(20));
    OpenAiApi api =
        OpenAiService.defaultRetrofit(client, OpenAiService.defaultObjectMapper())
            .newBuilder()
            .baseUrl(address + "/")
            .build()
            .create(OpenAiApi.class);
    return new OpenAiService(api).listModels().get(0).id;
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"data\":[{\"id\":\"hello\",\"object\":\"model\"}]}";
  }

  @Override
  public String note() {
    return "brings a connection pool of its own, made anew with each client: the first two are left alone";
  }
}
