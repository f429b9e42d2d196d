package io.poolingagent.it.differential;

import java.util.ArrayList;
import java.util.List;

/** What clients make of a status: by themselves, by retrying, or not at all. */
final class Statuses {

  private Statuses() {}

  static List<Scenario> scenarios() {
    List<Scenario> all = new ArrayList<>();
    for (int status :
        new int[] {
          200, 201, 202, 203, 204, 206, 207, 226, 299, 300, 304, 305, 306, 400, 402, 403, 404, 405,
          406, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 425, 426, 428,
          429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 507, 508, 511, 599, 600, 999
        }) {
      boolean body = status != 204 && status != 304;
      // Who repeats HEAD after these, as Apache HttpClient 5 does, waits for what is no answer.
      int patience = status == 429 || status == 503 ? 2_000 : 0;
      all.add(
          Scenario.of(
                  "status " + status,
                  turn ->
                      turn.send(
                          "HTTP/1.1 "
                              + status
                              + " Status\r\n"
                              + (body ? "Content-Length: 5\r\n\r\nhello" : "\r\n")))
              .get()
              .post()
              .ask("DELETE", fetch -> fetch)
              .ask("HEAD", fetch -> patience == 0 ? fetch : fetch.timeout(patience))
              // HEAD is sent a body: what repeats it on that connection meets it as an answer.
              .orBetter());
    }
    for (int status : new int[] {204, 205, 304}) {
      all.add(
          Scenario.of(
                  status + " with a body",
                  turn ->
                      turn.send("HTTP/1.1 " + status + " No\r\nContent-Length: 5\r\n\r\nhello")
                          .fin())
              .get()
              .whenQuiet()
              .post());
      all.add(
          Scenario.of(
                  status + " with a length and no body",
                  turn ->
                      turn.send("HTTP/1.1 " + status + " No\r\nContent-Length: 5\r\n\r\n").fin())
              .get()
              .whenQuiet()
              .get());
    }
    for (int status : new int[] {408, 421, 425, 429, 503}) {
      for (String header :
          List.of(
              "Connection: close", "Retry-After: 0", "Retry-After: 3600", "Keep-Alive: max=0")) {
        // Apache HttpClient 5 would wait that hour, with the agent as without.
        String notFor = header.endsWith("3600") ? "apache5-5.6.5" : "";
        all.add(
            Scenario.of(
                    status + " with " + header,
                    turn -> {
                      turn.answer(status + " Later", "later", header);
                      if (header.endsWith("close")) {
                        turn.fin();
                      }
                    })
                .get()
                .whenQuiet()
                .post()
                .notFor(notFor));
        all.add(
            Scenario.of(
                    status + " once, with " + header,
                    turn -> {
                      if (turn.number() == 1) {
                        turn.answer(status + " Later", "later", header);
                      } else {
                        turn.answer("200 OK", "now");
                      }
                      if (header.endsWith("close")) {
                        turn.fin();
                      }
                    })
                .get()
                .whenQuiet()
                .post()
                .notFor(notFor));
      }
    }
    interim(all);
    expectations(all);
    return all;
  }

  private static void interim(List<Scenario> all) {
    String ok = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    for (int status : new int[] {100, 102, 103, 199}) {
      String interim = "HTTP/1.1 " + status + " Interim\r\nLink: </style.css>\r\n\r\n";
      all.add(
          Scenario.of(status + " before the answer", turn -> turn.send(interim + ok))
              .ask("GET", fetch -> fetch.timeout(1000))
              .ask("POST", fetch -> fetch.timeout(1000))
              .anyMessage());
      all.add(
          Scenario.of(
                  status + " twice before the answer, apart",
                  turn -> turn.send(interim).pause(20).send(interim).pause(20).send(ok))
              .ask("GET", fetch -> fetch.timeout(1000))
              .ask("POST", fetch -> fetch.timeout(1000))
              .anyMessage());
      all.add(
          Scenario.of(status + " and then the end", turn -> turn.send(interim).fin())
              .get()
              .whenQuiet()
              .post());
    }
    all.add(
        Scenario.of(
                "101 that nobody asked for",
                turn ->
                    turn.send(
                            "HTTP/1.1 101 Switching\r\nUpgrade: other\r\nConnection: Upgrade\r\n\r\nbytes")
                        .fin())
            .config("version", "1.1")
            .ask("GET", fetch -> fetch.timeout(2000))
            .anyMessage());
  }

  private static void expectations(List<Scenario> all) {
    String ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    all.add(
        expecting(
            "100 when it is asked for",
            turn -> body(turn.send("HTTP/1.1 100 Continue\r\n\r\n")).send(ok)));
    all.add(expecting("no 100 though it is asked for", turn -> body(turn).send(ok)));
    all.add(
        expecting(
            "417 instead of 100",
            turn ->
                turn.send("HTTP/1.1 417 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                    .fin()));
    all.add(
        expecting(
            "413 instead of 100",
            turn ->
                turn.send("HTTP/1.1 413 Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig")
                    .fin()));
    all.add(expecting("the end instead of 100", Turn::fin));
    all.add(
        Scenario.of(
                "413 before the body",
                turn ->
                    turn.send(
                            "HTTP/1.1 413 Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig")
                        .half())
            .beforeTheBody()
            .post()
            .whenQuiet()
            .post()
            .anyMessage());
  }

  private static Turn body(Turn turn) throws java.io.IOException {
    turn.body();
    return turn;
  }

  /** What the JDK does about the header, and Apache 4.0 and OkHttp, is very different. */
  private static Scenario expecting(String name, Stage.Play play) {
    return Scenario.of(name, play)
        .beforeTheBody()
        .config("version", "1.1")
        .ask("POST", fetch -> fetch.header("Expect", "100-continue").timeout(1500))
        .whenQuiet()
        .get()
        .anyMessage();
  }
}
