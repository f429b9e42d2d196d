// com.squareup:square:47.1.0.20260819
// com.squareup.okhttp3:okhttp-jvm:5.2.1
import com.squareup.square.SquareClient;
import io.poolingagent.app.sdks.Sdk;

/** Square's own. */
public final class Square implements Sdk {

  @Override
  public String call(String address) throws Exception {
    SquareClient client = SquareClient.builder().token("token").url(address).build();
    return client.locations().list().getLocations().get().get(0).getName().get();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"locations\":[{\"id\":\"1\",\"name\":\"hello\"}]}";
  }
}
