// com.gocardless:gocardless-pro:9.20.1
// com.squareup.okhttp3:okhttp-jvm:5.5.1
import com.gocardless.GoCardlessClient;
import io.poolingagent.app.sdks.Sdk;

/** GoCardless' own. */
public final class GoCardless implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return GoCardlessClient.newBuilder("token")
        .withBaseUrl(address)
        .build()
        .customers()
        .get("CU1")
        .execute()
        .getEmail();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"customers\":{\"id\":\"CU1\",\"email\":\"a@b.c\"}}";
  }
}
