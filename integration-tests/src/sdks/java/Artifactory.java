// org.jfrog.artifactory.client:artifactory-java-client-services:2.21.1
import io.poolingagent.app.sdks.Sdk;
import org.jfrog.artifactory.client.ArtifactoryClientBuilder;

/** Artifactory's own. */
public final class Artifactory implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (org.jfrog.artifactory.client.Artifactory client =
        ArtifactoryClientBuilder.create()
            .setUrl(address + "/artifactory")
            .setUsername("u")
            .setPassword("p")
            .build()) {
      return client.system().version().getVersion();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"version\":\"7.1\",\"revision\":\"1\",\"addons\":[],\"license\":\"l\"}";
  }
}
