// org.jasig.cas.client:cas-client-core:3.6.4
import io.poolingagent.app.sdks.Sdk;
import org.jasig.cas.client.validation.Cas30ServiceTicketValidator;

/** Jasig's CAS client. */
public final class CasClient implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return new Cas30ServiceTicketValidator(address)
        .validate("ST-1", "https://service")
        .getPrincipal()
        .getName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    <cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess><cas:user>hello</cas:user></cas:authenticationSuccess></cas:serviceResponse>\
    """;
  }
}
