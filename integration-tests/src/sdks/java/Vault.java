// io.github.jopenlibs:vault-java-driver:6.2.0
import io.github.jopenlibs.vault.VaultConfig;
import io.poolingagent.app.sdks.Sdk;

/** A client of Vault. */
public final class Vault implements Sdk {

  @Override
  public String call(String address) throws Exception {
    io.github.jopenlibs.vault.Vault client =
        io.github.jopenlibs.vault.Vault.create(
            new VaultConfig().address(address).token("token").engineVersion(1).build());
    return client.logical().read("secret/hello").getData().get("value");
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"data\":{\"value\":\"hello\"}}";
  }
}
