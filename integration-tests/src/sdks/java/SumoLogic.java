// com.sumologic.plugins.logback:sumologic-logback-appender:1.7
// ch.qos.logback:logback-classic:1.2.12
import com.sumologic.http.sender.ProxySettings;
import com.sumologic.http.sender.SumoHttpSender;
import io.poolingagent.app.sdks.Sdk;

/** Sumo Logic's sender. */
public final class SumoLogic implements Sdk {

  @Override
  public String call(String address) throws Exception {
    SumoHttpSender sender = new SumoHttpSender();
    sender.setUrl(address + "/receiver");
    sender.setConnectionTimeoutMs(10_000);
    sender.setSocketTimeoutMs(10_000);
    sender.setProxySettings(new ProxySettings(null, -1, null, null, null, null));
    sender.setClientHeaderValue("logback-appender");
    sender.init();
    try {
      sender.send("hello");
      return "sent";
    } finally {
      sender.close();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "ok";
  }
}
