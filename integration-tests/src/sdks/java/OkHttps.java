// cn.zhxu:okhttps:4.1.0
import cn.zhxu.okhttps.HTTP;
import io.poolingagent.app.sdks.Sdk;

/** OkHttps. */
public final class OkHttps implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return HTTP.builder().baseUrl(address).build().sync("/page").get().getBody().toString();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
