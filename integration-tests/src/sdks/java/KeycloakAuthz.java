// org.keycloak:keycloak-authz-client:26.0.5
import io.poolingagent.app.sdks.Sdk;
import java.util.Map;
import org.keycloak.authorization.client.AuthzClient;
import org.keycloak.authorization.client.Configuration;

/** Keycloak's authorization client. */
public final class KeycloakAuthz implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return AuthzClient.create(
            new Configuration(address, "realm", "client", Map.of("secret", "s"), null))
        .getServerConfiguration()
        .getIssuer();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"issuer\":\"hello\",\"token_endpoint\":\"http://localhost/t\"}";
  }
}
