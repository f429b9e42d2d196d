// org.kohsuke:github-api:1.327
import io.poolingagent.app.sdks.Sdk;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;

/** The best known client of GitHub's API. */
public final class GitHubApi implements Sdk {

  @Override
  public String call(String address) throws Exception {
    GitHub client = new GitHubBuilder().withEndpoint(address).withOAuthToken("token").build();
    return client.getUser("octo").getLogin();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"login\":\"octo\",\"id\":1}";
  }

  @Override
  public String note() {
    return "keeps one HTTP client by itself";
  }

  @Override
  public boolean pooled() {
    return true;
  }
}
