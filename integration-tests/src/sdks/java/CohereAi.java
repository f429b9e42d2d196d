// com.cohere:cohere-java:1.9.3
import com.cohere.api.Cohere;
import io.poolingagent.app.sdks.Sdk;

/** Cohere's own. */
public final class CohereAi implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return String.valueOf(
        Cohere.builder().token("t").url(address).build().models().get("m").getName());
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"name\":\"hello\",\"endpoints\":[]}";
  }
}
