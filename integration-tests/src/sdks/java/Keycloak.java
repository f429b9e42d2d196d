// org.keycloak:keycloak-admin-client:26.0.5
import io.poolingagent.app.sdks.Sdk;
import org.keycloak.admin.client.KeycloakBuilder;

/** Keycloak's admin client. */
public final class Keycloak implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (org.keycloak.admin.client.Keycloak client =
        KeycloakBuilder.builder()
            .serverUrl(address)
            .realm("master")
            .clientId("admin-cli")
            .authorization("token")
            .build()) {
      return client.realm("r").toRepresentation().getRealm();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"realm\":\"r\"}";
  }
}
