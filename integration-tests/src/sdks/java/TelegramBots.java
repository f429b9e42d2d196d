// org.telegram:telegrambots:6.9.7.1
import io.poolingagent.app.sdks.Sdk;
import org.telegram.telegrambots.bots.DefaultAbsSender;
import org.telegram.telegrambots.bots.DefaultBotOptions;
import org.telegram.telegrambots.meta.api.methods.GetMe;

/** Telegram bots, by Apache. */
public final class TelegramBots implements Sdk {

  private static final class Sender extends DefaultAbsSender {

    Sender(DefaultBotOptions options) {
      super(options, "token");
    }
  }

  @Override
  public String call(String address) throws Exception {
    DefaultBotOptions options = new DefaultBotOptions();
    options.setBaseUrl(address + "/bot");
    return new Sender(options).execute(new GetMe()).getUserName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"ok\":true,\"result\":{\"id\":1,\"is_bot\":true,\"first_name\":\"f\",\"username\":\"hello\"}}";
  }
}
