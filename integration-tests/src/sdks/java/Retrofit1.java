// com.squareup.retrofit:retrofit:1.9.0
import io.poolingagent.app.sdks.Sdk;
import java.util.Map;
import retrofit.RestAdapter;
import retrofit.http.GET;

/** Retrofit 1, without OkHttp. */
public final class Retrofit1 implements Sdk {

  /** The service. */
  public interface Service {
    @GET("/thing")
    Map<String, String> thing();
  }

  @Override
  public String call(String address) throws Exception {
    return new RestAdapter.Builder()
        .setEndpoint(address)
        .build()
        .create(Service.class)
        .thing()
        .get("a");
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"a\":\"b\"}";
  }
}
