// com.plaid:plaid-java:39.2.0
import com.plaid.client.ApiClient;
import com.plaid.client.model.ItemRemoveRequest;
import com.plaid.client.request.PlaidApi;
import io.poolingagent.app.sdks.Sdk;
import java.util.Map;

/** Plaid's own, by Retrofit. */
public final class Plaid implements Sdk {

  @Override
  public String call(String address) throws Exception {
    ApiClient client =
        new ApiClient(new java.util.HashMap<>(Map.of("clientId", "i", "secret", "s")));
    client.setPlaidAdapter(address);
    return client
        .createService(PlaidApi.class)
        .itemRemove(new ItemRemoveRequest().accessToken("t"))
        .execute()
        .body()
        .getRequestId();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"request_id\":\"r1\"}";
  }
}
