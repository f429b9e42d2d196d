// com.ibm.watson:assistant:14.0.0
import com.ibm.cloud.sdk.core.security.NoAuthAuthenticator;
import com.ibm.watson.assistant.v1.Assistant;
import io.poolingagent.app.sdks.Sdk;

/** IBM Watson. */
public final class IbmWatson implements Sdk {

  @Override
  public String call(String address) throws Exception {
    Assistant assistant = new Assistant("2021-06-14", new NoAuthAuthenticator());
    assistant.setServiceUrl(address);
    return assistant.listWorkspaces().execute().getResult().getWorkspaces().get(0).getName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"workspaces\":[{\"name\":\"hello\",\"language\":\"en\",\"learning_opt_out\":false}],\"pagination\":{\"refresh_url\":\"r\"}}";
  }

  @Override
  public String note() {
    return "keeps one HTTP client by itself";
  }
}
