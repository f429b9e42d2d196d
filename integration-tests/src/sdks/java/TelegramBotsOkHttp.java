// org.telegram:telegrambots-client:8.0.0
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import org.telegram.telegrambots.client.okhttp.OkHttpTelegramClient;
import org.telegram.telegrambots.meta.TelegramUrl;
import org.telegram.telegrambots.meta.api.methods.GetMe;

/** Telegram bots, by OkHttp. */
public final class TelegramBotsOkHttp implements Sdk {

  @Override
  public String call(String address) throws Exception {
    URI uri = URI.create(address);
    return new OkHttpTelegramClient(
            "token",
            TelegramUrl.builder()
                .schema(uri.getScheme())
                .host(uri.getHost())
                .port(uri.getPort())
                .build())
        .execute(new GetMe())
        .getUserName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"ok\":true,\"result\":{\"id\":1,\"is_bot\":true,\"first_name\":\"f\",\"username\":\"hello\"}}";
  }

  @Override
  public boolean leaks() {
    return true;
  }
}
