// com.mailgun:mailgun-java:2.4.1
import com.mailgun.api.v3.MailgunMessagesApi;
import com.mailgun.client.MailgunClient;
import com.mailgun.model.message.Message;
import io.poolingagent.app.sdks.Sdk;

/** Mailgun's own. */
public final class Mailgun implements Sdk {

  @Override
  public String call(String address) throws Exception {
    MailgunMessagesApi client =
        MailgunClient.config(address + "/", "key").createApi(MailgunMessagesApi.class);
    Message message =
        Message.builder().from("a@example.com").to("b@example.com").subject("s").text("t").build();
    return client.sendMessage("example.com", message).getMessage();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"id\":\"1\",\"message\":\"Queued\"}";
  }
}
