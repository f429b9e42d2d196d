// com.netflix.eureka:eureka-client:1.10.18
import com.netflix.discovery.shared.transport.jersey.EurekaJerseyClient;
import com.netflix.discovery.shared.transport.jersey.EurekaJerseyClientImpl;
import io.poolingagent.app.sdks.Sdk;

/** Eureka's client, by Jersey 1 and Apache 4. */
public final class EurekaJersey implements Sdk {

  @Override
  public String call(String address) throws Exception {
    EurekaJerseyClient client =
        new EurekaJerseyClientImpl.EurekaJerseyClientBuilder()
            .withClientName("client")
            .withUserAgent("agent")
            .withConnectionTimeout(10_000)
            .withReadTimeout(10_000)
            .withConnectionIdleTimeout(30_000)
            .withMaxConnectionsPerHost(10)
            .withMaxTotalConnections(10)
            .build();
    try {
      return client.getClient().resource(address + "/eureka/apps").get(String.class);
    } finally {
      client.destroyResources();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }

  @Override
  public String note() {
    return "a connection manager of its own, which makes its pool by itself";
  }
}
