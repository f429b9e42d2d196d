// org.eclipse.mylyn.github:org.eclipse.egit.github.core:2.1.5
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import org.eclipse.egit.github.core.client.GitHubClient;
import org.eclipse.egit.github.core.service.RepositoryService;

/** Eclipse's client of GitHub. */
public final class EgitGitHub implements Sdk {

  @Override
  public String call(String address) throws Exception {
    URI uri = URI.create(address);
    GitHubClient client = new GitHubClient(uri.getHost(), uri.getPort(), uri.getScheme());
    return new RepositoryService(client).getRepository("o", "r").getName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"id\":1,\"name\":\"r\"}";
  }
}
