// com.paypal.sdk:checkout-sdk:2.0.0
import com.paypal.core.PayPalEnvironment;
import com.paypal.core.PayPalHttpClient;
import com.paypal.orders.OrdersGetRequest;
import io.poolingagent.app.sdks.Sdk;

/** PayPal's own. */
public final class PayPal implements Sdk {

  @Override
  public String call(String address) throws Exception {
    PayPalHttpClient client =
        new PayPalHttpClient(new PayPalEnvironment("id", "secret", address, address));
    return client.execute(new OrdersGetRequest("1")).result().status();
  }

  @Override
  public String answer(String method, String target, String body) {
    return target.contains("token")
        ? "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
        : "{\"id\":\"1\",\"status\":\"COMPLETED\"}";
  }
}
