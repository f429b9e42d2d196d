// com.databricks:databricks-sdk-java:0.141.0
import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import io.poolingagent.app.sdks.Sdk;

/** Databricks' own. */
public final class Databricks implements Sdk {

  @Override
  public String call(String address) throws Exception {
    WorkspaceClient client =
        new WorkspaceClient(
            new DatabricksConfig().setHost(address).setToken("token").setAuthType("pat"));
    return client.clusters().get("c1").getClusterName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"cluster_id\":\"c1\",\"cluster_name\":\"name\"}";
  }
}
