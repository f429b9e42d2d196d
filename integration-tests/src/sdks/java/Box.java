// com.box:box-java-sdk:5.6.0
import com.box.sdkgen.box.developertokenauth.BoxDeveloperTokenAuth;
import com.box.sdkgen.client.BoxClient;
import com.box.sdkgen.networking.baseurls.BaseUrls;
import com.box.sdkgen.networking.network.NetworkSession;
import io.poolingagent.app.sdks.Sdk;

/** Box's own. */
public final class Box implements Sdk {

  @Override
  public String call(String address) throws Exception {
    BaseUrls urls =
        new BaseUrls.Builder().baseUrl(address).uploadUrl(address).oauth2Url(address).build();
    BoxClient client =
        new BoxClient.Builder(new BoxDeveloperTokenAuth("token"))
            .networkSession(new NetworkSession().withCustomBaseUrls(urls))
            .build();
    return client.getUsers().getUserMe().getName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"id\":\"1\",\"type\":\"user\",\"name\":\"hello\"}";
  }

  @Override
  public boolean plain() {
    return false;
  }
}
