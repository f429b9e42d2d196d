// com.spotify:docker-client:8.16.0
import com.spotify.docker.client.DefaultDockerClient;
import com.spotify.docker.client.DockerClient;
import io.poolingagent.app.sdks.Sdk;

/** Spotify's Docker client. */
public final class SpotifyDocker implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (DockerClient client = DefaultDockerClient.builder().uri(address).build()) {
      return client.ping();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "OK";
  }
}
