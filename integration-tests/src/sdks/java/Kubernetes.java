// io.kubernetes:client-java:24.0.0
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.util.ClientBuilder;
import io.poolingagent.app.sdks.Sdk;

/** The official Kubernetes client. */
public final class Kubernetes implements Sdk {

  @Override
  public String call(String address) throws Exception {
    ApiClient client = new ClientBuilder().setBasePath(address).setVerifyingSsl(false).build();
    return new CoreV1Api(client)
        .listNamespacedPod("n")
        .execute()
        .getItems()
        .get(0)
        .getMetadata()
        .getName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    {"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"pod"},"spec":{"containers":[{"name":"c"}]}}]}\
    """;
  }
}
