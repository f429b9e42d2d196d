// net.rcarz:jira-client:0.5
import io.poolingagent.app.sdks.Sdk;
import net.rcarz.jiraclient.BasicCredentials;
import net.rcarz.jiraclient.JiraClient;

/** A client of Jira, on DefaultHttpClient. */
public final class Jira implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return new JiraClient(address, new BasicCredentials("u", "p")).getProjects().get(0).getName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "[{\"self\":\"s\",\"id\":\"1\",\"key\":\"K\",\"name\":\"project\"}]";
  }
}
