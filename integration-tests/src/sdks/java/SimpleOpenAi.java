// io.github.sashirestela:simple-openai:3.22.2
import io.github.sashirestela.openai.SimpleOpenAI;
import io.poolingagent.app.sdks.Sdk;

/** Another client of OpenAI. */
public final class SimpleOpenAi implements Sdk {

  @Override
  public String call(String address) throws Exception {
    SimpleOpenAI client = SimpleOpenAI.builder().apiKey("key").baseUrl(address).build();
    return client.models().getList().join().get(0).getId();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"object\":\"list\",\"data\":[{\"id\":\"hello\",\"object\":\"model\"}]}";
  }
}
