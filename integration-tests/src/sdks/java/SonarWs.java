// org.sonarsource.sonarqube:sonar-ws:9.9.0.65466
import io.poolingagent.app.sdks.Sdk;
import org.sonarqube.ws.client.GetRequest;
import org.sonarqube.ws.client.HttpConnector;
import org.sonarqube.ws.client.WsResponse;

/** SonarQube's own. */
public final class SonarWs implements Sdk {

  @Override
  public String call(String address) throws Exception {
    HttpConnector connector = HttpConnector.newBuilder().url(address).token("t").build();
    try (WsResponse response = connector.call(new GetRequest("api/server/version"))) {
      return response.content();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "9.9";
  }
}
