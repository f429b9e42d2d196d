package io.poolingagent.it.differential;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/** A scenario made up of parts of the others, the same for the same seed. */
final class RandomScenario {
  private static final List<String> METHODS =
      List.of("GET", "GET", "GET", "POST", "POST", "PUT", "DELETE", "HEAD", "PATCH");
  private static final List<String> READS =
      List.of("FULL", "FULL", "FULL", "CLOSE", "PART", "LEAK", "TWICE");

  /**
   * Without 429 and 503, after which some clients repeat a request on a connection that has ended.
   */
  private static final int[] STATUSES = {
    200, 200, 200, 200, 204, 206, 304, 400, 404, 408, 410, 500, 502
  };

  private static final List<String> HEADERS =
      List.of(
          "Connection: keep-alive",
          "Connection: close",
          "Keep-Alive: timeout=1",
          "Keep-Alive: timeout=5, max=100",
          "Keep-Alive: max=0",
          "Set-Cookie: a=1",
          "Retry-After: 0",
          "Cache-Control: no-store",
          "X-One: 1",
          "x-one: 2",
          "Content-Type: text/html; charset=iso-8859-1",
          "Proxy-Connection: close",
          "Upgrade: h2c");

  private RandomScenario() {}

  static Scenario of(long seed) {
    Random random = new Random(seed);
    Reaction first = new Reaction(random);
    Reaction later = random.nextBoolean() ? first : new Reaction(random);
    // Told by the request, not by counting: what a client repeats meets the same again.
    Scenario scenario =
        Scenario.of(
                "random " + seed,
                turn -> ("0".equals(turn.header("X-Ask")) ? first : later).act(turn))
            .anyMessage()
            .orBetter();
    if (random.nextInt(5) == 0) {
      scenario.https();
    }
    if (random.nextInt(6) == 0) {
      scenario.cold();
    }
    if (random.nextInt(6) == 0) {
      scenario.config("cookies", "fresh");
    }
    int asks = 1 + random.nextInt(4);
    for (int i = 0; i < asks; i++) {
      String ask = Integer.toString(i);
      String method = METHODS.get(random.nextInt(METHODS.size()));
      String read = READS.get(random.nextInt(READS.size()));
      boolean async = random.nextInt(4) == 0;
      // Closing a JDK client would wait for what is never read.
      boolean cleanUp = random.nextInt(4) == 0 && !read.equals("LEAK");
      scenario
          .ask(
              method,
              fetch -> {
                fetch.read(read).header("X-Ask", ask).timeout(3000);
                return async ? fetch.async() : cleanUp ? fetch.cleanUp() : fetch;
              })
          .whenQuiet();
    }
    return scenario;
  }

  /** What the server does about a request, the same each time. */
  private static final class Reaction {
    private final String text;
    private final int cut;
    private final int pauseAt;
    private final int ending;

    Reaction(Random random) {
      StringBuilder all = new StringBuilder();
      if (random.nextInt(10) == 0) {
        all.append("HTTP/1.1 ").append(random.nextBoolean() ? 100 : 103).append(" Interim\r\n\r\n");
      }
      int status = STATUSES[random.nextInt(STATUSES.length)];
      all.append(random.nextInt(12) == 0 ? "HTTP/1.0 " : "HTTP/1.1 ")
          .append(status)
          .append(" Status\r\n");
      for (int i = random.nextInt(4); i > 0; i--) {
        all.append(HEADERS.get(random.nextInt(HEADERS.size()))).append("\r\n");
      }
      String body =
          "b".repeat(random.nextInt(4) == 0 ? random.nextInt(30_000) : random.nextInt(20));
      boolean close = false;
      if (status == 204 || status == 304) {
        all.append("\r\n");
      } else {
        switch (random.nextInt(8)) {
          case 0, 1 -> {
            all.append("Transfer-Encoding: chunked\r\n\r\n");
            for (int at = 0; at < body.length(); ) {
              int size = 1 + random.nextInt(body.length() - at);
              all.append(Integer.toHexString(size)).append("\r\n");
              all.append(body, at, at + size).append("\r\n");
              at += size;
            }
            all.append("0\r\n").append(random.nextBoolean() ? "X-End: 1\r\n" : "").append("\r\n");
          }
          case 2 -> {
            all.append("\r\n").append(body);
            close = true;
          }
          case 3 -> {
            all.append("Content-Length: ")
                .append(body.length() + 3)
                .append("\r\n\r\n")
                .append(body);
            close = true;
          }
          default ->
              all.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
        }
      }
      this.text = all.toString();
      this.cut = random.nextInt(6) == 0 ? random.nextInt(text.length()) : text.length();
      this.pauseAt = random.nextInt(4) == 0 ? random.nextInt(text.length()) : text.length();
      // Whoever waits for more would wait for ever.
      boolean incomplete = cut < text.length() || close || text.contains("HTTP/1.1 10");
      int chosen = random.nextInt(8);
      // Where a client itself repeats a request, it would take a stray 408 for the answer.
      boolean repeated = status == 408;
      this.ending = incomplete ? 1 + chosen % 3 : chosen == 4 && repeated ? 1 : chosen;
    }

    void act(Turn turn) throws IOException {
      String sent = text.substring(0, cut);
      if (turn.method().equals("HEAD")) {
        int body = sent.indexOf("\r\n\r\n", Math.max(0, sent.indexOf(" Status")));
        sent = body < 0 ? sent : sent.substring(0, body + 4);
      }
      if (pauseAt < sent.length()) {
        turn.send(sent.substring(0, pauseAt)).pause(5).send(sent.substring(pauseAt));
      } else {
        turn.send(sent);
      }
      boolean announced = sent.contains("Connection: close");
      if (announced || (ending > 0 && ending <= 4)) {
        turn.pause(15); // A reset takes away what was not read yet.
      }
      switch (announced && ending == 0 ? 1 : ending) {
        case 1 -> turn.fin();
        case 2 -> turn.half();
        case 3 -> turn.reset();
        case 4 -> turn.send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n").fin();
        default -> {
          // The connection stays.
        }
      }
    }
  }
}
