// com.github.mizosoft.methanol:methanol:1.9.0
import com.github.mizosoft.methanol.MutableRequest;
import io.poolingagent.app.sdks.Sdk;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Methanol. */
public final class Methanol implements Sdk {

  @Override
  public String call(String address) throws Exception {
    com.github.mizosoft.methanol.Methanol client =
        com.github.mizosoft.methanol.Methanol.newBuilder()
            .userAgent("app")
            .baseUri(address)
            .requestTimeout(Duration.ofSeconds(20))
            .build();
    return client.send(MutableRequest.GET("/thing"), BodyHandlers.ofString()).body();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
