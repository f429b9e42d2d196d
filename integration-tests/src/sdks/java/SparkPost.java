// com.sparkpost:sparkpost-lib:0.27
import com.sparkpost.Client;
import io.poolingagent.app.sdks.Sdk;

/** SparkPost's own. */
public final class SparkPost implements Sdk {

  @Override
  public String call(String address) throws Exception {
    Client client = new Client("key");
    client.setBaseUrl(address);
    return client
        .sendMessage("a@example.com", "b@example.com", "s", "text", "<b>text</b>")
        .getResponseBody();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"results\":{\"id\":\"1\",\"total_accepted_recipients\":1,\"total_rejected_recipients\":0}}";
  }
}
