// com.sun.jersey.contribs:jersey-apache-client4:1.19.4
import com.sun.jersey.api.client.Client;
import com.sun.jersey.client.apache4.ApacheHttpClient4;
import io.poolingagent.app.sdks.Sdk;

/** Jersey 1, by Apache's old client. */
public final class Jersey1 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    Client client = ApacheHttpClient4.create();
    try {
      return client.resource(address + "/thing").get(String.class);
    } finally {
      client.destroy();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
