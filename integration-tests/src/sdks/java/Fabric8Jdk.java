// io.fabric8:kubernetes-client-api:8.0.0
// io.fabric8:kubernetes-client:8.0.0
// io.fabric8:kubernetes-httpclient-jdk:8.0.0
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.poolingagent.app.sdks.Sdk;

/** The Kubernetes client of fabric8. */
public final class Fabric8Jdk implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder().withMasterUrl(address).withTrustCerts(true).build())
            .withHttpClientFactory(new JdkHttpClientFactory())
            .build()) {
      return client.pods().inNamespace("n").list().getItems().get(0).getMetadata().getName();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    {"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"pod"},"spec":{"containers":[{"name":"c"}]}}]}\
    """;
  }
}
