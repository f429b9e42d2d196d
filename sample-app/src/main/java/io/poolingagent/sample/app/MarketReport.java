package io.poolingagent.sample.app;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;

/**
 * Reports on tickers: fetches a quote, then asks a chat-completion API to comment on it. Safe for
 * use by many threads.
 */
public final class MarketReport {
  private final HttpCalls http;
  private final String upstream;

  /**
   * @param upstream where both services are, such as {@code https://localhost:8443}
   */
  public MarketReport(HttpCalls http, String upstream) {
    this.http = http;
    this.upstream = upstream;
  }

  /**
   * One paragraph about one ticker; makes two HTTP requests.
   *
   * @throws IOException when a request failed, or when its answer is about something else than what
   *     was asked
   * @throws InterruptedException when the calling thread was interrupted meanwhile
   */
  public String about(String ticker) throws IOException, InterruptedException {
    JsonObject quote = parse(http.get(upstream + "/quotes/" + ticker));
    checkAnswersFor(ticker, quote.get("ticker").getAsString());
    String price = quote.get("price").getAsString() + " " + quote.get("currency").getAsString();

    String comment = comment(ticker + " trades at " + price + ". Comment in one sentence.");
    checkAnswersFor(ticker, comment);
    return ticker + ": " + price + ". " + comment;
  }

  private String comment(String question) throws IOException, InterruptedException {
    JsonObject message = new JsonObject();
    message.addProperty("role", "user");
    message.addProperty("content", question);
    JsonArray messages = new JsonArray();
    messages.add(message);
    JsonObject prompt = new JsonObject();
    prompt.addProperty("model", "market-commentator-1");
    prompt.add("messages", messages);

    JsonObject completion =
        parse(http.postJson(upstream + "/v1/chat/completions", prompt.toString()));
    return completion
        .getAsJsonArray("choices")
        .get(0)
        .getAsJsonObject()
        .getAsJsonObject("message")
        .get("content")
        .getAsString();
  }

  private static JsonObject parse(String body) {
    return JsonParser.parseString(body).getAsJsonObject();
  }

  /**
   * Clients that share connections must never get each other's answers, so the application looks.
   */
  private static void checkAnswersFor(String ticker, String answer) throws IOException {
    if (!answer.contains(ticker)) {
      throw new IOException("asked about " + ticker + " but the answer is about: " + answer);
    }
  }
}
