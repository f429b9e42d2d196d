package io.poolingagent.it.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Connections that end, are cut, or fall silent: at each byte of an answer, before and after it.
 */
final class Endings {
  private static final String LENGTH = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";

  private Endings() {}

  static List<Scenario> scenarios() {
    List<Scenario> all = new ArrayList<>();
    Map<String, String> answers = Map.of("a length", LENGTH, "chunks", CHUNKED);
    answers.forEach(
        (kind, text) -> {
          for (int i = 0; i < text.length(); i++) {
            String sent = text.substring(0, i);
            all.add(
                Scenario.of(
                        "the end after byte " + i + " of an answer with " + kind,
                        turn -> turn.send(sent).fin())
                    .get()
                    .whenQuiet()
                    .post()
                    .anyMessage());
          }
        });
    for (int i : new int[] {0, 1, 9, 15, 17, 30, 37, 39, 42, LENGTH.length()}) {
      String sent = LENGTH.substring(0, i);
      all.add(
          Scenario.of("a reset after byte " + i, turn -> turn.send(sent).reset())
              .get()
              .whenQuiet()
              .post()
              .whenQuiet()
              .get()
              .anyMessage());
      all.add(
          Scenario.of("half closed after byte " + i, turn -> turn.send(sent).half())
              .get()
              .post()
              .get()
              .anyMessage());
      all.add(
          Scenario.of("TLS cut without a word after byte " + i, turn -> turn.send(sent).cut())
              .https()
              .get()
              .post()
              .get()
              .anyMessage());
      all.add(
          Scenario.of("TLS closed after byte " + i, turn -> turn.send(sent).fin())
              .https()
              .get()
              .whenQuiet()
              .post()
              .whenQuiet()
              .get()
              .anyMessage());
      if (i < LENGTH.length()) {
        all.add(
            Scenario.of("silent after byte " + i, turn -> turn.send(sent).awaitEnd())
                .ask("GET", fetch -> fetch.timeout(250))
                .ask("POST", fetch -> fetch.timeout(250))
                .anyMessage());
      }
    }
    all.add(
        Scenario.of("a reset before the body of a request", Turn::reset)
            .beforeTheBody()
            .post()
            .whenQuiet()
            .post()
            .anyMessage());
    all.add(
        Scenario.of("the end before the body of a request", Turn::fin)
            .beforeTheBody()
            .post()
            .whenQuiet()
            .post()
            .anyMessage());
    all.add(
        Scenario.of(
                "every second request meets the end",
                turn -> {
                  if (turn.number() % 2 == 0) {
                    turn.answer("200 OK", "hello").fin();
                  } else {
                    turn.answer("200 OK", "hello");
                  }
                })
            .get()
            .post()
            .whenQuiet()
            .post()
            .get()
            .whenQuiet()
            .get());
    all.add(
        Scenario.of("a drip that outlasts the timeout", turn -> turn.drip(LENGTH, 15))
            .ask("GET", fetch -> fetch.timeout(400))
            .anyMessage());
    all.add(
        Scenario.of("a slow answer within the timeout", turn -> turn.pause(150).send(LENGTH))
            .ask("GET", fetch -> fetch.timeout(5000))
            .ask("POST", fetch -> fetch.timeout(5000)));
    // A timeout of one client is not the next one's.
    all.add(
        Scenario.of("a timeout, then a patient client", turn -> turn.pause(400).send(LENGTH))
            .ask("GET", fetch -> fetch.timeout(100))
            .get()
            .ask("GET", fetch -> fetch.timeout(100))
            .post()
            .anyMessage());
    return all;
  }
}
