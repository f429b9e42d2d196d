// com.baidubce:bce-java-sdk:0.10.448
import com.baidubce.auth.DefaultBceCredentials;
import com.baidubce.services.bos.BosClient;
import com.baidubce.services.bos.BosClientConfiguration;
import io.poolingagent.app.sdks.Sdk;
import java.io.InputStream;

/** Baidu's object storage. */
public final class BaiduBos implements Sdk {

  @Override
  public String call(String address) throws Exception {
    BosClientConfiguration config = new BosClientConfiguration();
    config.setCredentials(new DefaultBceCredentials("i", "s"));
    config.setEndpoint(address);
    config.setPathStyleAccessEnable(true);
    BosClient client = new BosClient(config);
    try (InputStream in = client.getObject("bucket", "key").getObjectContent()) {
      return new String(in.readAllBytes());
    } finally {
      client.shutdown();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
