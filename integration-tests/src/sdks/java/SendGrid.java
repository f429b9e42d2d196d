// com.sendgrid:sendgrid-java:4.10.3
import com.sendgrid.Method;
import com.sendgrid.Request;
import io.poolingagent.app.sdks.Sdk;

/** SendGrid's own. */
public final class SendGrid implements Sdk {

  @Override
  public String call(String address) throws Exception {
    com.sendgrid.SendGrid client = new com.sendgrid.SendGrid("key", address.startsWith("http:"));
    client.setHost(address.substring(address.indexOf("://") + 3));
    Request request = new Request();
    request.setMethod(Method.POST);
    request.setEndpoint("mail/send");
    request.setBody("{}");
    return client.api(request).getBody();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{}";
  }
}
