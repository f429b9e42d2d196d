// com.microsoft.azure:msal4j:1.26.1
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import io.poolingagent.app.sdks.Sdk;
import java.util.Set;

/** Microsoft's sign-in. */
public final class Msal4j implements Sdk {

  @Override
  public String call(String address) throws Exception {
    ConfidentialClientApplication client =
        ConfidentialClientApplication.builder(
                "id", ClientCredentialFactory.createFromSecret("secret"))
            .authority(address + "/adfs/")
            .validateAuthority(false)
            .build();
    return client
        .acquireToken(ClientCredentialParameters.builder(Set.of("scope")).build())
        .get()
        .accessToken();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"token\"}";
  }

  @Override
  public boolean plain() {
    return false;
  }
}
