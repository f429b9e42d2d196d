// com.plivo:plivo-java:5.46.3
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.plivo.api.PlivoClient;
import com.plivo.api.models.account.Account;
import com.plivo.api.models.base.LogLevel;
import io.poolingagent.app.sdks.Sdk;
import okhttp3.OkHttpClient;

/** Plivo's own. */
public final class Plivo implements Sdk {

  @Override
  public String call(String address) throws Exception {
    PlivoClient client =
        new PlivoClient(
            "MAXXXXXXXXXXXXXXXXXX",
            "t",
            new OkHttpClient.Builder(),
            address + "/v1/",
            new SimpleModule(),
            LogLevel.NONE);
    return Account.getter().client(client).get().getName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"name\":\"hello\",\"auth_id\":\"a\"}";
  }

  @Override
  public String note() {
    return "brings a connection pool of its own, made anew with each client: the first two are left"
        + " alone";
  }
}
