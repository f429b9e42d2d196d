// com.github.binarywang:weixin-java-pay:4.7.0
import com.github.binarywang.wxpay.config.WxPayConfig;
import com.github.binarywang.wxpay.service.impl.WxPayServiceImpl;
import io.poolingagent.app.sdks.Sdk;

/** WeChat Pay of WxJava, by Apache. */
public final class WeixinPay implements Sdk {

  @Override
  public String call(String address) throws Exception {
    WxPayConfig config = new WxPayConfig();
    config.setAppId("a");
    config.setMchId("m");
    config.setMchKey("k");
    config.setPayBaseUrl(address);
    WxPayServiceImpl service = new WxPayServiceImpl();
    service.setConfig(config);
    return service.post(address + "/pay/orderquery", "<xml></xml>", false);
  }

  @Override
  public String answer(String method, String target, String body) {
    return "<xml><return_code>SUCCESS</return_code></xml>";
  }
}
