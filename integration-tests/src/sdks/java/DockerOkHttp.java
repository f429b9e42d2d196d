// com.github.docker-java:docker-java-core:3.3.6
// com.github.docker-java:docker-java-transport-okhttp:3.3.6
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.okhttp.OkDockerHttpClient;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;

/** Docker, by OkHttp. */
public final class DockerOkHttp implements Sdk {

  @Override
  public String call(String address) throws Exception {
    URI host = URI.create(address.replaceFirst("^https?:", "tcp:"));
    try (DockerClient client =
        DockerClientImpl.getInstance(
            DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host.toString())
                .build(),
            new OkDockerHttpClient.Builder()
                .dockerHost(host)
                .sslConfig(
                    address.startsWith("https")
                        ? () -> javax.net.ssl.SSLContext.getDefault()
                        : null)
                .build())) {
      return client.versionCmd().exec().getVersion();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"Version\":\"20\"}";
  }
}
