// com.aliyun:aliyun-java-sdk-core:4.7.0
import com.aliyuncs.CommonRequest;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.IAcsClient;
import com.aliyuncs.http.MethodType;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;

/** Alibaba Cloud's SDK. */
public final class AliyunCore implements Sdk {

  @Override
  public String call(String address) throws Exception {
    IAcsClient client =
        new DefaultAcsClient(DefaultProfile.getProfile("cn-hangzhou", "id", "secret"));
    try {
      CommonRequest request = new CommonRequest();
      request.setSysMethod(MethodType.POST);
      request.setSysProtocol(address.startsWith("https") ? ProtocolType.HTTPS : ProtocolType.HTTP);
      request.setSysDomain(URI.create(address).getAuthority());
      request.setSysVersion("2017-05-25");
      request.setSysAction("SendSms");
      return client.getCommonResponse(request).getData();
    } finally {
      client.shutdown();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"Code\":\"OK\"}";
  }

  @Override
  public String note() {
    return "keeps one HTTP client by itself";
  }
}
