// com.alibaba:dashscope-sdk-java:2.22.13
import com.alibaba.dashscope.aigc.generation.Generation;
import com.alibaba.dashscope.aigc.generation.GenerationParam;
import com.alibaba.dashscope.protocol.Protocol;
import io.poolingagent.app.sdks.Sdk;

/** Alibaba's models. */
public final class DashScope implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return new Generation(Protocol.HTTP.getValue(), address + "/api/v1")
        .call(GenerationParam.builder().apiKey("k").model("qwen").prompt("hello").build())
        .getRequestId();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"output\":{\"text\":\"hello\",\"finish_reason\":\"stop\"},\"usage\":{\"input_tokens\":1,\"output_tokens\":1},\"request_id\":\"r1\"}";
  }

  @Override
  public String note() {
    return "keeps one HTTP client by itself";
  }
}
