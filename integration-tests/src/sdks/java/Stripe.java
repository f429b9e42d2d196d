// com.stripe:stripe-java:29.5.0
import com.stripe.StripeClient;
import io.poolingagent.app.sdks.Sdk;

/** Stripe's own. */
public final class Stripe implements Sdk {

  @Override
  public String call(String address) throws Exception {
    StripeClient client = StripeClient.builder().setApiKey("key").setApiBase(address).build();
    return client.customers().retrieve("cus_1").getEmail();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"id\":\"cus_1\",\"object\":\"customer\",\"email\":\"a@example.com\"}";
  }
}
