// com.mercadopago:sdk-java:3.2.1
import com.mercadopago.net.HttpMethod;
import com.mercadopago.net.MPDefaultHttpClient;
import com.mercadopago.net.MPRequest;
import io.poolingagent.app.sdks.Sdk;
import java.util.HashMap;

/** Mercado Pago's own. */
public final class MercadoPago implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return new MPDefaultHttpClient()
        .send(
            MPRequest.builder()
                .uri(address + "/v1/payments/1")
                .method(HttpMethod.GET)
                .headers(new HashMap<>())
                .build())
        .getContent();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"id\":1}";
  }

  @Override
  public boolean plain() {
    return false;
  }
}
