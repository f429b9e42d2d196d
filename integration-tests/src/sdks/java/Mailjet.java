// com.mailjet:mailjet-client:5.2.6
import com.mailjet.client.ClientOptions;
import com.mailjet.client.MailjetClient;
import com.mailjet.client.MailjetRequest;
import com.mailjet.client.resource.Contact;
import io.poolingagent.app.sdks.Sdk;

/** Mailjet's own. */
public final class Mailjet implements Sdk {

  @Override
  public String call(String address) throws Exception {
    MailjetClient client =
        new MailjetClient(
            ClientOptions.builder().baseUrl(address).apiKey("key").apiSecretKey("secret").build());
    return client
        .get(new MailjetRequest(Contact.resource))
        .getData()
        .getJSONObject(0)
        .getString("Name");
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"Count\":1,\"Total\":1,\"Data\":[{\"Name\":\"contact\"}]}";
  }
}
