// io.fabric8:kubernetes-client:5.12.4
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.DefaultKubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.poolingagent.app.sdks.Sdk;

/** The Kubernetes client of fabric8, as it was. */
public final class Fabric8V5 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (KubernetesClient client =
        new DefaultKubernetesClient(
            new ConfigBuilder().withMasterUrl(address).withTrustCerts(true).build())) {
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
