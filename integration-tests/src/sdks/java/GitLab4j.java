// org.gitlab4j:gitlab4j-api:6.1.0
import io.poolingagent.app.sdks.Sdk;
import org.gitlab4j.api.GitLabApi;

/** A client of GitLab. */
public final class GitLab4j implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (GitLabApi client = new GitLabApi(address, "token")) {
      return client.getUserApi().getCurrentUser().getUsername();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"id\":1,\"username\":\"u\"}";
  }
}
