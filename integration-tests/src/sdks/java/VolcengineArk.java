// com.volcengine:volcengine-java-sdk-ark-runtime:2.0.11
import com.volcengine.ark.runtime.model.completion.chat.ChatCompletionRequest;
import com.volcengine.ark.runtime.model.completion.chat.ChatMessage;
import com.volcengine.ark.runtime.model.completion.chat.ChatMessageRole;
import com.volcengine.ark.runtime.service.ArkService;
import io.poolingagent.app.sdks.Sdk;
import java.util.List;

/** Volcengine's models. */
public final class VolcengineArk implements Sdk {

  @Override
  public String call(String address) throws Exception {
    ArkService service = ArkService.builder().apiKey("k").baseUrl(address + "/api/v3/").build();
    try {
      return String.valueOf(
          service
              .createChatCompletion(
                  ChatCompletionRequest.builder()
                      .model("m")
                      .messages(
                          List.of(
                              ChatMessage.builder()
                                  .role(ChatMessageRole.USER)
                                  .content("hello")
                                  .build()))
                      .build())
              .getChoices()
              .get(0)
              .getMessage()
              .getContent());
    } finally {
      service.shutdownExecutor();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hello\"},\"finish_reason\":\"stop\"}]}";
  }

  @Override
  public String note() {
    return "brings a connection pool of its own, made anew with each client: the first two are left"
        + " alone";
  }
}
