// io.github.cdancy:jenkins-rest:1.0.2
import com.cdancy.jenkins.rest.JenkinsClient;
import io.poolingagent.app.sdks.Sdk;

/** Jenkins, by jclouds. */
public final class JenkinsRest implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (JenkinsClient client =
        JenkinsClient.builder().endPoint(address).credentials("u:p").build()) {
      return String.valueOf(client.api().systemApi().systemInfo().jenkinsVersion());
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }

  @Override
  public String header() {
    return "X-Jenkins: 2.400";
  }
}
