// com.bettercloud:vault-java-driver:5.1.0
import com.bettercloud.vault.Vault;
import com.bettercloud.vault.VaultConfig;
import io.poolingagent.app.sdks.Sdk;

/** The Vault driver of BetterCloud. */
public final class BetterVault implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return new Vault(new VaultConfig().address(address).token("t").engineVersion(1).build())
        .logical()
        .read("secret/hello")
        .getData()
        .toString();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"data\":{\"value\":\"world\"}}";
  }
}
