// org.wiremock:wiremock:3.13.2
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;

/** WireMock's client. */
public final class WireMock implements Sdk {

  @Override
  public String call(String address) throws Exception {
    URI uri = URI.create(address);
    com.github.tomakehurst.wiremock.client.WireMock client =
        com.github.tomakehurst.wiremock.client.WireMock.create()
            .scheme(uri.getScheme())
            .host(uri.getHost())
            .port(uri.getPort())
            .build();
    return String.valueOf(client.allStubMappings().getMappings().size());
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"mappings\":[],\"meta\":{\"total\":7}}";
  }

  @Override
  public String note() {
    return "a resolver and TLS sockets of classes of its own, made anew with each client";
  }
}
