// com.github.pengrad:java-telegram-bot-api:9.2.0
import com.pengrad.telegrambot.request.SendMessage;
import io.poolingagent.app.sdks.Sdk;

/** A client of Telegram's bots. */
public final class TelegramBot implements Sdk {

  @Override
  public String call(String address) throws Exception {
    com.pengrad.telegrambot.TelegramBot bot =
        new com.pengrad.telegrambot.TelegramBot.Builder("token").apiUrl(address + "/bot").build();
    return bot.execute(new SendMessage(1, "hello")).message().text();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"ok\":true,\"result\":{\"message_id\":1,\"date\":1,\"text\":\"hello\"}}";
  }
}
