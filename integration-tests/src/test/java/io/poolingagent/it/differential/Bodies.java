package io.poolingagent.it.differential;

import java.util.ArrayList;
import java.util.List;

/** What applications do with answers, and to calls that are under way. */
final class Bodies {

  private Bodies() {}

  static List<Scenario> scenarios() {
    List<Scenario> all = new ArrayList<>();
    for (String read : List.of("FULL", "LEAK", "CLOSE", "PART", "TWICE")) {
      for (String framing : List.of("length", "chunks", "end")) {
        for (int size : new int[] {0, 5, 200_000}) {
          all.add(read(read, framing, size));
        }
      }
    }
    for (String how : List.of("cancel", "interrupt", "cleanup")) {
      for (String moment :
          List.of("before the answer", "within the head", "after the head", "within the body")) {
        for (boolean async : new boolean[] {false, true}) {
          if (!(async && how.equals("interrupt"))) {
            all.add(underWay(how, moment, async));
          }
        }
      }
    }
    all.add(
        Scenario.of("used after its clean-up", turn -> turn.answer("200 OK", "hello"))
            .ask("GET", fetch -> fetch.keep("ended"))
            .cleanUp("ended")
            .ask("GET", fetch -> fetch.use("ended"))
            .ask("GET", fetch -> fetch.use("ended").async())
            .cleanUp("ended")
            .get());
    all.add(
        Scenario.of("cleaned up after each request", turn -> turn.answer("200 OK", "hello"))
            .ask("GET", fetch -> fetch.clients(5).cleanUp())
            .ask("POST", fetch -> fetch.clients(5).cleanUp())
            .ask("POST", fetch -> fetch.clients(2).requests(3).cleanUp()));
    all.add(
        Scenario.of(
                "cleaned up with an answer unread",
                turn -> turn.answer("200 OK", "x".repeat(100_000)))
            .ask("GET", fetch -> fetch.read("LEAK").cleanUp())
            .get()
            .post()
            // Its close() waits for the answer to be read, for ever.
            .notFor("jdk"));
    for (String read : List.of("FULL", "LEAK", "CLOSE")) {
      all.add(
          Scenario.of(
                  "dropped without a word and collected, " + read,
                  turn -> turn.answer("200 OK", "x".repeat(100_000)))
              .ask("GET", fetch -> fetch.read(read).keep("dropped"))
              .ask("POST", fetch -> fetch.read(read).use("dropped"))
              .drop("dropped")
              .get()
              .post());
    }
    all.add(
        Scenario.of("asynchronous", turn -> turn.answer("200 OK", "hello"))
            .ask("GET", fetch -> fetch.async().clients(3))
            .ask("POST", fetch -> fetch.async().clients(3)));
    all.add(
        Scenario.of("at once", turn -> turn.pause(20).answer("200 OK", "hello"))
            .ask("GET", fetch -> fetch.clients(12).threads(6))
            .ask("POST", fetch -> fetch.clients(12).threads(6)));
    for (String method :
        List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
      all.add(
          Scenario.of(
                  "method " + method,
                  turn -> turn.answer("200 OK", "hello", "X-Method: " + turn.method()))
              .ask(method, fetch -> fetch)
              .ask(method, fetch -> fetch.header("X-More", "1").header("Connection", "close")));
    }
    all.add(
        Scenario.of("headers of the application", turn -> turn.answer("200 OK", turn.head()))
            .ask("GET", fetch -> fetch.header("User-Agent", "app/1").header("Accept", "text/x"))
            .ask("POST", fetch -> fetch.header("Content-Type", "text/y").header("Cookie", "a=b")));
    all.add(
        Scenario.of(
                "cookies of a client",
                turn ->
                    turn.answer(
                        "200 OK",
                        String.valueOf(turn.header("Cookie")),
                        "Set-Cookie: a=" + turn.number()))
            .config("cookies", "fresh")
            .ask("GET", fetch -> fetch.clients(2).requests(3)));
    return all;
  }

  private static Scenario read(String read, String framing, int size) {
    String body = "x".repeat(size);
    return Scenario.of(
            size + " bytes with " + framing + ", " + read,
            turn -> {
              if (framing.equals("length")) {
                turn.answer("200 OK", body);
              } else if (framing.equals("chunks")) {
                turn.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                if (size > 0) {
                  turn.send(Integer.toHexString(size) + "\r\n" + body + "\r\n");
                }
                turn.send("0\r\n\r\n");
              } else {
                turn.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body).half();
              }
            })
        .ask("GET", fetch -> fetch.read(read))
        .ask("POST", fetch -> fetch.read(read))
        .get();
  }

  /** Something happens to a call; the next client must not notice. */
  private static Scenario underWay(String how, String moment, boolean async) {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n";
    String sent =
        switch (moment) {
          case "within the head" -> head.substring(0, 20);
          case "after the head" -> head;
          case "within the body" -> head + "hello";
          default -> "";
        };
    return Scenario.of(
            how + " " + moment + (async ? ", asynchronous" : ""),
            turn -> {
              if (turn.number() == 1) {
                // The client has time to send, and to read what there is: else it sees its
                // connection
                // closed now as it reads and now before. What is not cancelled ends some time.
                turn.send(sent)
                    .pause(20)
                    .signal()
                    .pause(300)
                    .send((head + "x".repeat(50)).substring(sent.length()));
              } else {
                turn.answer("200 OK", "hello");
              }
            })
        .askUntilSignal("GET", how, fetch -> async ? fetch.async() : fetch)
        .get()
        .post()
        .racy();
  }
}
