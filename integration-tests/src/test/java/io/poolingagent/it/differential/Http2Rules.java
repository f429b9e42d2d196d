package io.poolingagent.it.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.poolingagent.it.ClientLibrary;
import java.util.ArrayList;
import java.util.List;

/** What HTTP/2 servers ask of their clients, and what they must not: settings, windows, pings. */
final class Http2Rules {

  private Http2Rules() {}

  static List<Scenario> scenarios() {
    List<Scenario> all = new ArrayList<>();
    settings(all);
    windows(all);
    pings(all);
    misuse(all);
    return all;
  }

  private static void settings(List<Scenario> all) {
    for (int streams : new int[] {1, 2}) {
      all.add(
          Scenario.http2(
                  "at most " + streams + " streams",
                  connection -> connection.settings(Http2.MAX_CONCURRENT_STREAMS, streams),
                  turn -> turn.pause(10).answer("200", "hello"))
              .get()
              .post()
              .ask("GET", fetch -> fetch.clients(12).threads(6))
              .ask("POST", fetch -> fetch.clients(12).threads(6))
              .ask("GET", fetch -> fetch.async().clients(4))
              .get());
    }
    all.add(
        Scenario.http2(
                "at most 1 stream, which nobody reads to its end",
                connection -> connection.settings(Http2.MAX_CONCURRENT_STREAMS, 1),
                turn -> turn.answer("200", "x".repeat(100_000)))
            .ask("GET", fetch -> fetch.read("LEAK"))
            .ask("GET", fetch -> fetch.read("CLOSE"))
            .ask("GET", fetch -> fetch.read("PART"))
            .post());
    all.add(
        Scenario.http2(
                "no stream any more",
                turn -> {
                  turn.connection().settings(Http2.MAX_CONCURRENT_STREAMS, 0);
                  turn.answer("200", "hello").pause(10);
                })
            .ask("GET", fetch -> fetch.clients(2).timeout(2000))
            .whenQuiet()
            .ask("POST", fetch -> fetch.clients(2).timeout(2000))
            .racy());
    all.add(
        Scenario.http2(
                "one stream from now on",
                turn -> {
                  turn.connection().settings(Http2.MAX_CONCURRENT_STREAMS, 1);
                  turn.pause(10).answer("200", "hello");
                })
            .get()
            .ask("GET", fetch -> fetch.clients(8).threads(4))
            .ask("POST", fetch -> fetch.clients(8).threads(4)));
    all.add(fine("no header table", connection -> connection.settings(Http2.HEADER_TABLE_SIZE, 0)));
    all.add(
        fine("small frames only", connection -> connection.settings(Http2.MAX_FRAME_SIZE, 16_384)));
    all.add(
        fine("settings that nobody knows", connection -> connection.settings(0x4a4a, 1, 99, 7)));
    all.add(
        fine(
            "settings twice",
            connection -> {
              connection.settings(Http2.MAX_CONCURRENT_STREAMS, 10);
              connection.settings(Http2.MAX_CONCURRENT_STREAMS, 20);
            }));
    all.add(fine("settings late", connection -> Thread.onSpinWait()));
    int[][] wrong = {
      {Http2.INITIAL_WINDOW_SIZE, -1},
      {Http2.MAX_FRAME_SIZE, 1},
      {Http2.MAX_FRAME_SIZE, 1 << 24},
      {Http2.ENABLE_PUSH, 1},
      {Http2.ENABLE_PUSH, 2},
    };
    for (int[] setting : wrong) {
      all.add(
          Scenario.http2(
                  "setting " + setting[0] + " is " + setting[1],
                  connection -> connection.settings(setting),
                  turn -> turn.answer("200", "hello"))
              .cold()
              .ask("GET", fetch -> fetch.timeout(2000))
              .ask("POST", fetch -> fetch.timeout(2000))
              .racy());
    }
    all.add(
        Scenario.http2(
                "no settings but an answer of HTTP/1.1",
                connection -> connection.bytes("HTTP/1.1 400 No\r\n\r\n".getBytes(UTF_8)),
                turn -> turn.answer("200", "hello"))
            .cold()
            .ask("GET", fetch -> fetch.timeout(2000))
            .ask("POST", fetch -> fetch.timeout(2000))
            .racy());
  }

  private static Scenario fine(String name, Http2.Greeting greeting) {
    return Scenario.http2(name, greeting, turn -> turn.answer("200", "hello", "x-a: b"))
        .get()
        .post()
        .get();
  }

  private static void windows(List<Scenario> all) {
    all.add(
        Scenario.http2(
                "a body that fits the window",
                connection -> connection.settings(Http2.INITIAL_WINDOW_SIZE, 12),
                turn -> turn.answer("200", turn.body()))
            .post()
            .post());
    for (int initial : new int[] {0, 5}) {
      all.add(
          stalled(
              "a window of " + initial + " that opens late",
              initial,
              turn -> {
                turn.pause(20).frame(Http2.WINDOW_UPDATE, 0, Http2Connection.numbers(1));
                turn.pause(20).frame(Http2.WINDOW_UPDATE, 0, Http2Connection.numbers(100));
                turn.body();
                turn.answer("200", "hello");
              }));
      all.add(
          stalled(
                  "a window of " + initial + " that opens by settings",
                  initial,
                  turn -> {
                    turn.pause(20).connection().settings(Http2.INITIAL_WINDOW_SIZE, 1000);
                    turn.body();
                    turn.answer("200", "hello");
                    // As the next connection has it, and this one had.
                    turn.connection().settings(Http2.INITIAL_WINDOW_SIZE, initial);
                  })
              // A warm client of the JDK's waits for ever, one that is kept by hand as well.
              .notFor("jdk"));
      all.add(
          stalled(
              "a window of " + initial + " that stays shut until the answer",
              initial,
              turn -> turn.pause(20).answer("413", "big").resetStream(Http2.NO_ERROR)));
      all.add(
          stalled(
              "a window of " + initial + " that is never opened",
              initial,
              turn -> turn.pause(50).resetStream(Http2.ENHANCE_YOUR_CALM)));
    }
    all.add(
        Http2Answers.asked(
            "a window that grows by nothing",
            turn ->
                turn.frame(Http2.WINDOW_UPDATE, 0, Http2Connection.numbers(0))
                    .answer("200", "hello")));
    all.add(
        Scenario.http2(
                "a window that grows too large",
                turn -> {
                  turn.connection()
                      .frame(Http2.WINDOW_UPDATE, 0, 0, Http2Connection.numbers(Integer.MAX_VALUE));
                  turn.pause(5).answer("200", "hello");
                })
            .get()
            .post()
            .racy());
  }

  /**
   * Nobody's body fits, but a GET has none. A warm client of OkHttp's, also one that is kept by
   * hand, sends nothing at all while only a part of a small body fits.
   */
  private static Scenario stalled(String name, int window, Http2.Play play) {
    return Scenario.http2(
            name,
            connection -> connection.settings(Http2.INITIAL_WINDOW_SIZE, window),
            turn -> {
              if (turn.method().equals("POST")) {
                play.act(turn);
              } else {
                turn.answer("200", "hello");
              }
            })
        .beforeTheBody()
        .ask("POST", fetch -> fetch.timeout(2000))
        .get()
        .onlyFor(library -> window == 0 || library.name().equals("jdk"))
        .anyBody()
        .racy();
  }

  private static void pings(List<Scenario> all) {
    all.add(
        Http2Answers.asked(
            "pings",
            turn -> {
              turn.connection().frame(Http2.PING, 0, 0, new byte[8]);
              turn.answer("200", "hello").connection().frame(Http2.PING, 0, 0, new byte[8]);
            }));
    all.add(
        Http2Answers.asked(
            "the answer to a ping that nobody sent",
            turn -> {
              turn.connection().frame(Http2.PING, Http2.ACK, 0, new byte[8]);
              turn.answer("200", "hello");
            }));
    all.add(
        Http2Answers.asked(
            "a ping of no length",
            turn -> {
              turn.connection().frame(Http2.PING, 0, 0);
              turn.pause(5).answer("200", "hello");
            }));
    for (int millis : new int[] {20, 600}) {
      all.add(
          Scenario.http2(
                  "pings get lost, and the answer takes " + millis + " ms",
                  connection -> {
                    connection.losesPings();
                    connection.settings();
                  },
                  turn -> turn.pause(millis).answer("200", "hello"))
              .config("ping", "150")
              .get()
              .post()
              .get()
              .anyMessage()
              .onlyFor(Http2Rules::sendsPings));
    }
    all.add(
        Scenario.http2("pings are answered", turn -> turn.pause(400).answer("200", "hello"))
            .config("ping", "100")
            .get()
            .post()
            .onlyFor(Http2Rules::sendsPings));
  }

  private static boolean sendsPings(ClientLibrary library) {
    return library.setting().equals("okhttp3");
  }

  /** What is against the rules, but for the first, before an answer that is not. */
  private static void misuse(List<Scenario> all) {
    all.add(
        Http2Answers.asked(
            "a priority",
            turn -> turn.frame(Http2.PRIORITY, 0, new byte[5]).answer("200", "hello")));
    misused(all, "data on stream 0", Http2.DATA, 0, (byte) 1);
    misused(all, "headers on stream 0", Http2.HEADERS, 0, Http2Connection.hpack(":status: 200"));
    misused(all, "headers of no stream yet", Http2.HEADERS, 9_001, (byte) 0x88);
    misused(all, "data of no stream yet", Http2.DATA, 9_001, (byte) 1);
    misused(all, "the end of no stream yet", Http2.RST_STREAM, 9_001, new byte[4]);
    misused(all, "the end of stream 0", Http2.RST_STREAM, 0, new byte[4]);
    misused(all, "the end of a stream, cut short", Http2.RST_STREAM, 1, new byte[3]);
    misused(all, "settings on a stream", Http2.SETTINGS, 1, new byte[0]);
    misused(all, "settings of five bytes", Http2.SETTINGS, 0, new byte[5]);
    misused(all, "a ping on a stream", Http2.PING, 1, new byte[8]);
    misused(all, "GOAWAY on a stream", Http2.GOAWAY, 1, new byte[8]);
    misused(all, "GOAWAY of four bytes", Http2.GOAWAY, 0, new byte[4]);
    misused(all, "a continuation of nothing", Http2.CONTINUATION, 1, new byte[0]);
    misused(all, "a push on stream 0", Http2.PUSH_PROMISE, 0, new byte[4]);
    misused(all, "a window of two bytes", Http2.WINDOW_UPDATE, 0, new byte[2]);
  }

  private static void misused(
      List<Scenario> all, String name, int type, int stream, byte... payload) {
    all.add(
        Scenario.http2(
                name,
                turn -> {
                  turn.connection().frame(type, 0, stream, payload);
                  turn.pause(5).answer("200", "hello");
                })
            .ask("GET", fetch -> fetch.timeout(2000))
            .ask("POST", fetch -> fetch.timeout(2000))
            .get()
            .racy());
  }
}
