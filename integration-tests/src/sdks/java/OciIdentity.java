// com.oracle.oci.sdk:oci-java-sdk-identity:3.79.0
// com.oracle.oci.sdk:oci-java-sdk-common-httpclient-jersey3:3.79.0
import com.oracle.bmc.auth.SimpleAuthenticationDetailsProvider;
import com.oracle.bmc.identity.IdentityClient;
import com.oracle.bmc.identity.requests.GetUserRequest;
import io.poolingagent.app.sdks.Sdk;
import java.io.ByteArrayInputStream;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** Oracle's cloud, by Jersey and Apache. */
public final class OciIdentity implements Sdk {

  private static final byte[] KEY = key();

  private static byte[] key() {
    try {
      byte[] der = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();
      return ("-----BEGIN PRIVATE KEY-----\n"
              + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
              + "\n-----END PRIVATE KEY-----\n")
          .getBytes();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String call(String address) throws Exception {
    try (IdentityClient client =
        IdentityClient.builder()
            .endpoint(address)
            .build(
                SimpleAuthenticationDetailsProvider.builder()
                    .tenantId("ocid1.tenancy")
                    .userId("ocid1.user")
                    .fingerprint("20:3b")
                    .privateKeySupplier(() -> new ByteArrayInputStream(KEY))
                    .build())) {
      return client.getUser(GetUserRequest.builder().userId("u1").build()).getUser().getName();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"id\":\"u1\",\"name\":\"user\",\"compartmentId\":\"c\",\"description\":\"d\"}";
  }
}
