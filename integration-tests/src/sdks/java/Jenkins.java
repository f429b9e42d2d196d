// com.offbytwo.jenkins:jenkins-client:0.3.8
import com.offbytwo.jenkins.JenkinsServer;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;

/** A client of Jenkins. */
public final class Jenkins implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (JenkinsServer client = new JenkinsServer(URI.create(address), "user", "token")) {
      return client.getJobs().keySet().toString();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"jobs\":[{\"name\":\"job\",\"url\":\"http://localhost/job\"}]}";
  }
}
