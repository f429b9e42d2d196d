// com.arronlong:httpclientutil:1.0.4
import com.arronlong.httpclientutil.builder.HCB;
import com.arronlong.httpclientutil.common.HttpConfig;
import io.poolingagent.app.sdks.Sdk;

/** A utility upon Apache 4. */
public final class HttpClientUtil implements Sdk {

  @Override
  public String call(String address) throws Exception {
    HCB builder = HCB.custom().timeout(10_000).retry(3);
    return com.arronlong.httpclientutil.HttpClientUtil.get(
        HttpConfig.custom().client(builder.build()).url(address + "/page"));
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
