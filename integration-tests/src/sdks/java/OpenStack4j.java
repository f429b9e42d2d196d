// com.github.openstack4j.core:openstack4j-core:3.12
// com.github.openstack4j.core.connectors:openstack4j-okhttp:3.12
import io.poolingagent.app.sdks.Sdk;
import org.openstack4j.api.OSClient.OSClientV3;
import org.openstack4j.model.common.Identifier;
import org.openstack4j.openstack.OSFactory;

/** OpenStack, by OkHttp. */
public final class OpenStack4j implements Sdk {

  @Override
  public String call(String address) throws Exception {
    OSClientV3 client =
        OSFactory.builderV3()
            .endpoint(address + "/v3")
            .credentials("u", "p", Identifier.byName("d"))
            .scopeToProject(Identifier.byId("p"))
            .authenticate();
    return client.getToken().getId() + ' ' + client.getToken().getUser().getName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    {"token":{"methods":["password"],"expires_at":"2036-01-01T00:00:00.000000Z","issued_at":"2026-01-01T00:00:00.000000Z","user":{"id":"1","name":"user","domain":{"id":"d","name":"d"}},"project":{"id":"p","name":"p","domain":{"id":"d","name":"d"}},"catalog":[]}}\
    """;
  }

  @Override
  public String header() {
    return "X-Subject-Token: token";
  }

  @Override
  public String note() {
    return "asks for connections not to be kept";
  }
}
