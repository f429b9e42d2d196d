// com.adyen:adyen-java-api-library:42.0.0
import com.adyen.Client;
import com.adyen.enums.Environment;
import com.adyen.model.checkout.PaymentMethodsRequest;
import com.adyen.service.checkout.PaymentsApi;
import io.poolingagent.app.sdks.Sdk;

/** Adyen's own. */
public final class Adyen implements Sdk {

  @Override
  public String call(String address) throws Exception {
    Api api = new Api(new Client("key", Environment.TEST), address);
    return api.paymentMethods(new PaymentMethodsRequest().merchantAccount("m"))
        .getPaymentMethods()
        .get(0)
        .getName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"paymentMethods\":[{\"name\":\"hello\",\"type\":\"scheme\"}]}";
  }

  /** At another address. */
  private static final class Api extends PaymentsApi {

    Api(Client client, String address) {
      super(client);
      baseURL = address;
    }
  }
}
