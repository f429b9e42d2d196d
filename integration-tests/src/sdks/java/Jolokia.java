// org.jolokia:jolokia-client-java:1.7.2
// commons-logging:commons-logging:1.2
import io.poolingagent.app.sdks.Sdk;
import org.jolokia.client.J4pClient;
import org.jolokia.client.request.J4pVersionRequest;
import org.jolokia.client.request.J4pVersionResponse;

/** Jolokia's own. */
public final class Jolokia implements Sdk {

  @Override
  public String call(String address) throws Exception {
    J4pClient client = J4pClient.url(address + "/jolokia").user("u").password("p").build();
    J4pVersionResponse response = client.execute(new J4pVersionRequest());
    return response.getAgentVersion();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"request\":{\"type\":\"version\"},\"value\":{\"agent\":\"1.7.2\",\"protocol\":\"7.2\",\"info\":{\"product\":\"tomcat\",\"vendor\":\"Apache\",\"version\":\"9\"},\"config\":{}},\"timestamp\":1700000000,\"status\":200}";
  }
}
