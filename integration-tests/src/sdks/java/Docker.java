// com.github.docker-java:docker-java-core:3.7.1
// com.github.docker-java:docker-java-transport-httpclient5:3.7.1
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import javax.net.ssl.SSLContext;

/** Docker's client in Java. */
public final class Docker implements Sdk {

  @Override
  public String call(String address) throws Exception {
    DefaultDockerClientConfig.Builder builder =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost("tcp://" + URI.create(address).getAuthority());
    if (address.startsWith("https")) {
      builder.withCustomSslConfig(SSLContext::getDefault);
    }
    DefaultDockerClientConfig config = builder.build();
    DockerHttpClient http =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(config.getSSLConfig())
            .build();
    try (DockerClient client = DockerClientImpl.getInstance(config, http)) {
      return client.versionCmd().exec().getVersion();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"Version\":\"1.2.3\"}";
  }

  @Override
  public String note() {
    return "connects by functions of its own, made anew with each client";
  }
}
