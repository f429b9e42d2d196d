// com.qiniu:qiniu-java-sdk:7.15.1
import com.qiniu.http.Client;
import com.qiniu.storage.Configuration;
import io.poolingagent.app.sdks.Sdk;

/** Qiniu's own. */
public final class Qiniu implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return new Client(new Configuration()).get(address + "/thing").bodyString();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"a\":1}";
  }

  @Override
  public String note() {
    return "brings a connection pool of its own, made anew with each client: the first two are left alone";
  }
}
