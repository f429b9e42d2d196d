// com.braintreepayments.gateway:braintree-java:3.52.0
import com.braintreegateway.BraintreeGateway;
import com.braintreegateway.Environment;
import io.poolingagent.app.sdks.Sdk;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Collections;

/** Braintree's own, which trusts the certificates of a file on the class path only. */
public final class Braintree implements Sdk {

  private static final String TRUSTED = "braintree-trusted.pem";

  @Override
  public String call(String address) throws Exception {
    writeTrusted();
    BraintreeGateway gateway =
        new BraintreeGateway(
            new Environment(address, address, new String[] {TRUSTED}, "local"),
            "merchant",
            "public",
            "private");
    return gateway.customer().find("1").getEmail();
  }

  /** What this JVM trusts, for the library. */
  private static synchronized void writeTrusted() throws Exception {
    Path classes =
        Path.of(Braintree.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path file = classes.resolve(TRUSTED);
    if (Files.exists(file)) {
      return;
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try (InputStream in =
        Files.newInputStream(Path.of(System.getProperty("javax.net.ssl.trustStore")))) {
      store.load(
          in, System.getProperty("javax.net.ssl.trustStorePassword", "changeit").toCharArray());
    }
    StringBuilder pem = new StringBuilder();
    for (String alias : Collections.list(store.aliases())) {
      pem.append("-----BEGIN CERTIFICATE-----\n")
          .append(Base64.getMimeEncoder().encodeToString(store.getCertificate(alias).getEncoded()))
          .append("\n-----END CERTIFICATE-----\n");
    }
    Files.writeString(file, pem.toString());
  }

  @Override
  public String answer(String method, String target, String body) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        + "<customer><id>1</id><email>a@example.com</email></customer>";
  }
}
