// com.aliyun:tea-openapi:0.3.15
import com.aliyun.teaopenapi.Client;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teaopenapi.models.OpenApiRequest;
import com.aliyun.teaopenapi.models.Params;
import com.aliyun.teautil.models.RuntimeOptions;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;

/** Alibaba's cloud, by its second SDK. */
public final class AliyunTea implements Sdk {

  @Override
  public String call(String address) throws Exception {
    Client client =
        new Client(
            new Config()
                .setAccessKeyId("i")
                .setAccessKeySecret("s")
                .setProtocol(URI.create(address).getScheme())
                .setEndpoint(URI.create(address).getAuthority()));
    Params params =
        new Params()
            .setAction("DescribeRegions")
            .setVersion("2014-05-26")
            .setProtocol(URI.create(address).getScheme())
            .setPathname("/")
            .setMethod("POST")
            .setAuthType("AK")
            .setStyle("RPC")
            .setReqBodyType("json")
            .setBodyType("json");
    return String.valueOf(
        client.callApi(params, new OpenApiRequest(), new RuntimeOptions()).get("body"));
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"RequestId\":\"r1\"}";
  }

  @Override
  public String note() {
    return "keeps one HTTP client by itself";
  }
}
