package io.poolingagent.it.differential;

import io.poolingagent.it.Upstream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** HTTP/2 streams and connections that end: with RST_STREAM, with GOAWAY, or without a word. */
final class Http2Endings {
  /** Whether every code and every byte gets its scenario: several minutes for each library. */
  private static final boolean WIDE = Boolean.getBoolean("it.wide");

  private static final byte[] OK = Http2Connection.hpack(":status: 200");
  private static final int EVERY_STREAM = Integer.MAX_VALUE;

  /** An error code that no version of the protocol has. */
  private static final int UNHEARD = 99;

  private Http2Endings() {}

  static List<Scenario> scenarios() {
    List<Scenario> all = new ArrayList<>();
    streams(all);
    goAway(all);
    connections(all);
    timeouts(all);
    return all;
  }

  private static void streams(List<Scenario> all) {
    streams(all, Http2.NO_ERROR);
    streams(all, Http2.REFUSED_STREAM);
    if (WIDE) {
      for (int code = Http2.PROTOCOL_ERROR; code < Http2.REFUSED_STREAM; code++) {
        streams(all, code);
      }
      for (int code = Http2.CANCEL; code <= Http2.HTTP_1_1_REQUIRED; code++) {
        streams(all, code);
      }
    }
    streams(all, UNHEARD);
  }

  private static void streams(List<Scenario> all, int code) {
    String name = "RST_STREAM " + code + " ";
    once(all, name + "once", turn -> turn.resetStream(code));
    Scenario always = Http2Answers.asked(name + "at once", turn -> turn.resetStream(code));
    Scenario late =
        Http2Answers.asked(
            name + "within the body", turn -> turn.headers("200").data("hel").resetStream(code));
    boolean refuses = code == Http2.REFUSED_STREAM;
    all.add(refuses ? always.refusing() : always);
    all.add(refuses ? late.refusing() : late);
  }

  private static void goAway(List<Scenario> all) {
    int[] codes = {Http2.NO_ERROR, Http2.PROTOCOL_ERROR, Http2.ENHANCE_YOUR_CALM};
    for (int code : WIDE ? codes : new int[] {Http2.NO_ERROR}) {
      String name = "GOAWAY " + code + " ";
      // The request was not looked at: it may be sent anew, whatever it is.
      refused(
          all,
          name + "before the request, and the end",
          turn -> {
            turn.goAway(turn.streamBefore(), code);
            turn.connection().fin();
          });
      refused(
          all,
          name + "before the request, which is left open",
          turn -> turn.goAway(turn.streamBefore(), code));
      refused(
          all,
          name + "of nothing at all",
          turn -> {
            turn.goAway(0, code);
            turn.connection().fin();
          });
      once(
          all,
          name + "after the request, which is answered",
          turn -> {
            turn.goAway(turn.stream(), code).pause(5).answer("200", "hello").pause(5);
            turn.connection().fin();
          });
      once(
          all,
          name + "after the request, which is not answered",
          turn -> {
            turn.goAway(turn.stream(), code);
            turn.connection().fin();
          });
      once(
          all,
          name + "without a last stream, then the answer",
          turn -> turn.goAway(EVERY_STREAM, code).pause(5).answer("200", "hello"));
      once(
          all,
          name + "within a body that ends",
          turn -> {
            turn.headers("200").data("hel").goAway(turn.stream(), code).pause(5).lastData("lo");
            turn.pause(5).connection().fin();
          });
      once(
          all,
          name + "within a body that does not",
          turn -> {
            turn.headers("200").data("hel").goAway(turn.stream(), code).pause(5);
            turn.connection().fin();
          });
      all.add(
          Scenario.http2(
                  name + "after each answer",
                  turn -> {
                    turn.answer("200", "hello").pause(5).goAway(turn.stream(), code).pause(15);
                    turn.connection().fin();
                  })
              .get()
              .whenQuiet()
              .post()
              .whenQuiet()
              .get()
              .racy());
      all.add(
          Scenario.http2(
                  name + "after each answer, and nothing else",
                  turn -> turn.answer("200", "hello").goAway(turn.stream(), code).pause(15))
              .get()
              .whenQuiet()
              .post()
              .whenQuiet()
              .get()
              .racy());
    }
    once(
        all,
        "GOAWAY in two steps",
        turn -> {
          turn.goAway(EVERY_STREAM, Http2.NO_ERROR).pause(10);
          turn.goAway(turn.stream(), Http2.NO_ERROR).answer("200", "hello").pause(5);
          turn.connection().fin();
        });
    all.add(
        Scenario.http2(
                "GOAWAY when the third of each connection begins, as nginx does",
                turn -> {
                  if (turn.stream() >= 5) {
                    turn.goAway(turn.stream(), Http2.NO_ERROR);
                  }
                  turn.answer("200", "hello");
                  if (turn.stream() >= 5) {
                    turn.connection().fin();
                  }
                })
            .ask("GET", fetch -> fetch.clients(10))
            .ask("POST", fetch -> fetch.clients(10))
            .ask("GET", fetch -> fetch.clients(12).threads(4))
            .racy());
  }

  /** The first request meets it, and no other; libraries repeat a GET that a reuse has cost. */
  private static void once(List<Scenario> all, String name, Http2.Play play) {
    all.add(once(name, play, "GET"));
    all.add(once(name, play, "POST"));
  }

  /** The same where the server says that it has done nothing. */
  private static void refused(List<Scenario> all, String name, Http2.Play play) {
    all.add(once(name, play, "GET").refusing());
    all.add(once(name, play, "POST").refusing());
  }

  private static Scenario once(String name, Http2.Play play, String method) {
    return Scenario.http2(
            name + ", to " + method,
            turn -> {
              if (turn.number() == 1) {
                play.act(turn);
              } else {
                turn.answer("200", "hello");
              }
            })
        .ask(method, fetch -> fetch.timeout(5000))
        .whenQuiet()
        .post()
        .get()
        .anyMessage()
        .orBetter();
  }

  private static void connections(List<Scenario> all) {
    int head = Http2Connection.encoded(Http2.HEADERS, 0, 0, OK).length;
    for (String end : List.of("closed", "cut", "reset")) {
      int[] places = {0, 1, 8, 9, 12, head, head + 4, head + 9, head + 12};
      for (int bytes : WIDE ? places : new int[] {0, head + 12}) {
        for (String method : List.of("GET", "POST")) {
          all.add(
              Scenario.http2(
                      end + " after byte " + bytes + " of an answer to " + method,
                      turn -> {
                        turn.connection().bytes(Arrays.copyOf(answerOf(turn), bytes));
                        turn.pause(5);
                        end(turn, end);
                      })
                  .ask(method, fetch -> fetch)
                  .whenQuiet()
                  .ask(method, fetch -> fetch)
                  .anyMessage());
        }
      }
      all.add(
          Scenario.http2(
                  end + " after each answer",
                  turn -> {
                    turn.answer("200", "hello").pause(10);
                    end(turn, end);
                    turn.pause(10);
                  })
              .get()
              .whenQuiet()
              .post()
              .whenQuiet()
              .post()
              .whenQuiet()
              .get()
              .racy());
      all.add(
          Scenario.http2(
                  end + " instead of settings",
                  connection -> end(connection, end),
                  turn -> turn.answer("200", "hello"))
              .cold()
              .get()
              .post()
              .anyMessage());
    }
  }

  private static byte[] answerOf(Http2Turn turn) {
    byte[] head = Http2Connection.encoded(Http2.HEADERS, Http2.END_HEADERS, turn.stream(), OK);
    byte[] body = Http2Connection.encoded(Http2.DATA, 0, turn.stream(), new byte[9]);
    byte[] both = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, both, head.length, body.length);
    return both;
  }

  private static void end(Http2Turn turn, String how) throws IOException {
    end(turn.connection(), how);
  }

  private static void end(Http2Connection connection, String how) throws IOException {
    switch (how) {
      case "closed" -> connection.fin();
      case "cut" -> connection.cut();
      default -> connection.reset();
    }
  }

  private static void timeouts(List<Scenario> all) {
    for (String moment : List.of("before the answer", "after the head", "within the body")) {
      all.add(
          Scenario.http2(
                  "silent " + moment,
                  turn -> {
                    if (!moment.startsWith("before")) {
                      turn.headers("200");
                    }
                    if (moment.startsWith("within")) {
                      turn.data("hel");
                    }
                  })
              .ask("GET", fetch -> fetch.timeout(250))
              .ask("POST", fetch -> fetch.timeout(250))
              .anyMessage());
    }
    // A timeout of one client is not the next one's.
    all.add(
        Scenario.http2(
                "a timeout, then a patient client", turn -> turn.pause(400).answer("200", "hello"))
            .ask("GET", fetch -> fetch.timeout(100))
            .get()
            .ask("GET", fetch -> fetch.timeout(100))
            .post()
            .anyMessage());
    all.add(
        Scenario.http2(
                "a connection that falls silent for ever",
                turn -> {
                  if (turn.number() == 1) {
                    Upstream.pause(300);
                  } else {
                    turn.answer("200", "hello");
                  }
                })
            .ask("GET", fetch -> fetch.timeout(150))
            .get()
            .post()
            .anyMessage());
  }
}
