// org.eclipse.jgit:org.eclipse.jgit:7.4.0.202509020913-r
import io.poolingagent.app.sdks.Sdk;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/** JGit, by HttpURLConnection. */
public final class JGit implements Sdk {

  private static final String ID = "0123456789012345678901234567890123456789";

  @Override
  public String call(String address) throws Exception {
    StringBuilder names = new StringBuilder();
    Repository repository = new InMemoryRepository(new DfsRepositoryDescription("r"));
    for (Ref ref : new Git(repository).lsRemote().setRemote(address + "/r.git").call()) {
      names.append(ref.getName()).append(' ');
    }
    return names.toString();
  }

  @Override
  public String answer(String method, String target, String body) {
    return target.contains("/info/refs") ? ID + "\trefs/heads/main\n" : "ref: refs/heads/main\n";
  }
}
