// com.volcengine:volc-sdk-java:1.0.273
import com.volcengine.service.BaseServiceImpl;
import com.volcengine.service.iam.impl.IamServiceImpl;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import java.util.ArrayList;

/** Volcengine's own. */
public final class Volcengine implements Sdk {

  @Override
  public String call(String address) throws Exception {
    URI uri = URI.create(address);
    BaseServiceImpl service = (BaseServiceImpl) IamServiceImpl.getInstance();
    service.setAccessKey("i");
    service.setSecretKey("s");
    service.setScheme(uri.getScheme());
    service.setHost(uri.getAuthority());
    try {
      return new String(service.query("ListUsers", new ArrayList<>()).getData());
    } finally {
      service.destroy();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"ResponseMetadata\":{\"RequestId\":\"r1\"}}";
  }
}
