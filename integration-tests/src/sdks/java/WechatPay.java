// com.github.wechatpay-apiv3:wechatpay-java:0.2.17
import com.wechat.pay.java.core.auth.Validator;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.core.http.HttpHeaders;
import io.poolingagent.app.sdks.Sdk;

/** WeChat Pay's own. */
public final class WechatPay implements Sdk {

  @Override
  public String call(String address) throws Exception {
    HttpClient client =
        new DefaultHttpClientBuilder()
            .credential(
                new com.wechat.pay.java.core.auth.Credential() {
                  @Override
                  public String getSchema() {
                    return "S";
                  }

                  @Override
                  public String getMerchantId() {
                    return "m";
                  }

                  @Override
                  public String getAuthorization(java.net.URI uri, String method, String body) {
                    return "S t";
                  }
                })
            .validator(
                new Validator() {
                  @Override
                  public boolean validate(HttpHeaders headers, String body) {
                    return true;
                  }

                  @Override
                  public String getSerialNumber() {
                    return "s";
                  }
                })
            .build();
    return client
        .get(new HttpHeaders(), address + "/v3/certificates", java.util.Map.class)
        .getServiceResponse()
        .toString();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"id\":\"i1\"}";
  }

  @Override
  public String note() {
    return "keeps one HTTP client by itself";
  }
}
