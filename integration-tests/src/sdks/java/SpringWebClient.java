// org.springframework:spring-webflux:6.2.1
import io.poolingagent.app.sdks.Sdk;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/** Spring's WebClient, by the JDK's client. */
public final class SpringWebClient implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return WebClient.builder()
        .clientConnector(new JdkClientHttpConnector())
        .build()
        .get()
        .uri(address + "/page")
        .retrieve()
        .bodyToMono(String.class)
        .block();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
