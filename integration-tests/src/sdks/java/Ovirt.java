// org.ovirt.engine.api:sdk:4.4.5
import io.poolingagent.app.sdks.Sdk;
import org.ovirt.engine.sdk4.Connection;
import org.ovirt.engine.sdk4.ConnectionBuilder;

/** oVirt's own. */
public final class Ovirt implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (Connection connection =
        ConnectionBuilder.connection()
            .url(address + "/ovirt-engine/api")
            .user("admin@internal")
            .password("p")
            .insecure(true)
            .build()) {
      return connection.systemService().get().send().api().productInfo().name();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return target.contains("/sso")
        ? "{\"access_token\":\"t\"}"
        : "<?xml version=\"1.0\"?><api><product_info><name>oVirt"
            + " Engine</name></product_info></api>";
  }
}
