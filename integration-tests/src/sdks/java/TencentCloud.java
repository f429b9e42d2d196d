// com.tencentcloudapi:tencentcloud-sdk-java-cvm:3.1.1342
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeZonesRequest;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;

/** Tencent Cloud's SDK. */
public final class TencentCloud implements Sdk {

  @Override
  public String call(String address) throws Exception {
    HttpProfile http = new HttpProfile();
    http.setEndpoint(URI.create(address).getAuthority());
    http.setProtocol(address.startsWith("https") ? HttpProfile.REQ_HTTPS : HttpProfile.REQ_HTTP);
    ClientProfile profile = new ClientProfile();
    profile.setHttpProfile(http);
    CvmClient client = new CvmClient(new Credential("id", "secret"), "ap-shanghai", profile);
    return client.DescribeZones(new DescribeZonesRequest()).getZoneSet()[0].getZone();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"Response\":{\"TotalCount\":1,\"ZoneSet\":[{\"Zone\":\"z\",\"ZoneName\":\"n\",\"ZoneId\":\"1\",\"ZoneState\":\"AVAILABLE\"}],\"RequestId\":\"r\"}}";
  }

  @Override
  public String note() {
    return "keeps one HTTP client by itself";
  }
}
