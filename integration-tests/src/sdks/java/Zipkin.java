// io.zipkin.reporter2:zipkin-sender-okhttp3:3.5.1
import io.poolingagent.app.sdks.Sdk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import zipkin2.reporter.okhttp3.OkHttpSender;

/** Zipkin's sender. */
public final class Zipkin implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (OkHttpSender sender =
        OkHttpSender.newBuilder()
            .endpoint(address + "/api/v2/spans")
            .compressionEnabled(false)
            .build()) {
      sender.send(List.of("{\"traceId\":\"1\",\"id\":\"2\"}".getBytes(StandardCharsets.UTF_8)));
      return "sent";
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "";
  }
}
