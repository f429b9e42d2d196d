// cn.hutool:hutool-http:5.8.40
import cn.hutool.http.HttpUtil;
import io.poolingagent.app.sdks.Sdk;

/** Hutool, which trusts everybody. */
public final class Hutool implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return HttpUtil.get(address + "/thing");
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
