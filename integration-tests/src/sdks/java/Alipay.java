// com.alipay.sdk:alipay-sdk-java:4.39.218.ALL
import com.alipay.api.AlipayClient;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.request.AlipayTradeQueryRequest;
import com.alipay.api.response.AlipayTradeQueryResponse;
import io.poolingagent.app.sdks.Sdk;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** Alipay's own. */
public final class Alipay implements Sdk {

  private static final KeyPair KEYS = keys();

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String call(String address) throws Exception {
    AlipayClient client =
        new DefaultAlipayClient(
            address + "/gateway.do",
            "app",
            Base64.getEncoder().encodeToString(KEYS.getPrivate().getEncoded()),
            "json",
            "UTF-8",
            Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded()),
            "RSA2");
    AlipayTradeQueryRequest request = new AlipayTradeQueryRequest();
    request.setBizContent("{\"out_trade_no\":\"1\"}");
    AlipayTradeQueryResponse response = client.execute(request);
    return response.getCode() + ' ' + response.getMsg();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"alipay_trade_query_response\":{\"code\":\"40004\",\"msg\":\"Business Failed\",\"sub_code\":\"ACQ.TRADE_NOT_EXIST\",\"sub_msg\":\"none\"}}";
  }
}
