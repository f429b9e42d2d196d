// com.huaweicloud:esdk-obs-java:3.23.9
import com.obs.services.ObsClient;
import com.obs.services.ObsConfiguration;
import io.poolingagent.app.sdks.Sdk;
import java.io.InputStream;
import java.net.URI;

/** Huawei's object storage. */
public final class HuaweiObs implements Sdk {

  @Override
  public String call(String address) throws Exception {
    URI uri = URI.create(address);
    boolean https = address.startsWith("https");
    ObsConfiguration config = new ObsConfiguration();
    config.setEndPoint(uri.getHost());
    config.setPathStyle(true);
    config.setHttpsOnly(https);
    if (https) {
      config.setEndpointHttpsPort(uri.getPort());
    } else {
      config.setEndpointHttpPort(uri.getPort());
    }
    try (ObsClient client = new ObsClient("id", "secret", config)) {
      try (InputStream in = client.getObject("bucket", "key").getObjectContent()) {
        return new String(in.readAllBytes());
      }
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }

  @Override
  public String note() {
    return "a host name verifier and socket factories of its own, made anew with each client";
  }
}
