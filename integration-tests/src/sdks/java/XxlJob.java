// com.xuxueli:xxl-job-core:2.4.1
import com.xxl.job.core.biz.model.ReturnT;
import com.xxl.job.core.util.XxlJobRemotingUtil;
import io.poolingagent.app.sdks.Sdk;

/** XXL-JOB's remoting: trusts everything anew for each call. */
public final class XxlJob implements Sdk {

  @Override
  public String call(String address) throws Exception {
    ReturnT<?> answer =
        XxlJobRemotingUtil.postBody(address + "/api/beat", "token", 3, "hello", String.class);
    return answer.getCode() + " " + answer.getContent();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"code\":200,\"content\":\"hello\"}";
  }
}
