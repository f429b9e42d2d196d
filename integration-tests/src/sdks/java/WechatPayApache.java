// com.github.wechatpay-apiv3:wechatpay-apache-httpclient:0.6.0
import com.wechat.pay.contrib.apache.httpclient.Validator;
import com.wechat.pay.contrib.apache.httpclient.WechatPayHttpClientBuilder;
import io.poolingagent.app.sdks.Sdk;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.util.EntityUtils;

/** WeChat Pay's builder, which extends Apache's. */
public final class WechatPayApache implements Sdk {

  private static final PrivateKey KEY = key();

  private static PrivateKey key() {
    try {
      return KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String call(String address) throws Exception {
    try (CloseableHttpClient client =
        WechatPayHttpClientBuilder.create()
            .withMerchant("m", "serial", KEY)
            .withValidator(
                new Validator() {
                  @Override
                  public boolean validate(CloseableHttpResponse response) {
                    return true;
                  }

                  @Override
                  public String getSerialNumber() {
                    return "s";
                  }
                })
            .build()) {
      HttpGet get = new HttpGet(address + "/v3/certificates");
      get.addHeader("Accept", "application/json");
      return client.execute(get, response -> EntityUtils.toString(response.getEntity()));
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"id\":\"i1\"}";
  }
}
