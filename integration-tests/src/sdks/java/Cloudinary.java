// com.cloudinary:cloudinary-http5:2.2.0
import io.poolingagent.app.sdks.Sdk;
import java.util.Map;

/** Cloudinary's own. */
public final class Cloudinary implements Sdk {

  @Override
  public String call(String address) throws Exception {
    com.cloudinary.Cloudinary client =
        new com.cloudinary.Cloudinary(
            Map.of("cloud_name", "c", "api_key", "k", "api_secret", "s", "upload_prefix", address));
    return String.valueOf(client.api().ping(Map.of()).get("status"));
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"status\":\"ok\"}";
  }

  @Override
  public String header() {
    return "X-FeatureRateLimit-Limit: 1\r\n"
        + "X-FeatureRateLimit-Remaining: 1\r\n"
        + "X-FeatureRateLimit-Reset: Thu, 01 Jan 2026 00:00:00 GMT";
  }
}
