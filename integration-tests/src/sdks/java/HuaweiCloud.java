// com.huaweicloud.sdk:huaweicloud-sdk-vpc:3.1.100
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.http.HttpConfig;
import com.huaweicloud.sdk.vpc.v2.VpcClient;
import com.huaweicloud.sdk.vpc.v2.model.ListVpcsRequest;
import io.poolingagent.app.sdks.Sdk;

/** Huawei Cloud's SDK. */
public final class HuaweiCloud implements Sdk {

  @Override
  public String call(String address) throws Exception {
    VpcClient client =
        VpcClient.newBuilder()
            .withHttpConfig(HttpConfig.getDefaultHttpConfig())
            .withCredential(new BasicCredentials().withAk("ak").withSk("sk").withProjectId("p"))
            .withEndpoint(address)
            .build();
    return client.listVpcs(new ListVpcsRequest()).getVpcs().get(0).getName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"vpcs\":[{\"id\":\"1\",\"name\":\"vpc\",\"cidr\":\"10.0.0.0/8\",\"status\":\"OK\"}]}";
  }

  @Override
  public String note() {
    return "brings a connection pool of its own, made anew with each client: the first two are left alone";
  }
}
