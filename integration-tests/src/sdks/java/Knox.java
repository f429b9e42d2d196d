// org.apache.knox:gateway-shell:2.0.0
import io.poolingagent.app.sdks.Sdk;
import org.apache.knox.gateway.shell.KnoxSession;
import org.apache.knox.gateway.shell.hdfs.Hdfs;

/** Apache Knox' shell. */
public final class Knox implements Sdk {

  @Override
  public String call(String address) throws Exception {
    KnoxSession session = KnoxSession.loginInsecure(address + "/gateway/sandbox", "u", "p");
    try {
      return Hdfs.ls(session).dir("/").now().getString();
    } finally {
      session.shutdown();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"FileStatuses\":{\"FileStatus\":[]}}";
  }
}
