package io.poolingagent.it.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Answers over HTTP/2: framed in every way, with interim ones, trailers, pushes; read or not. */
final class Http2Answers {
  private static final int ENDS = Http2.END_HEADERS | Http2.END_STREAM;

  private Http2Answers() {}

  static List<Scenario> scenarios() {
    List<Scenario> all = new ArrayList<>();
    statuses(all);
    framing(all);
    headers(all);
    bodies(all);
    roundTrips(all);
    upgrades(all);
    underWay(all);
    return all;
  }

  private static void statuses(List<Scenario> all) {
    for (String status :
        List.of(
            "200", "204", "205", "304", "400", "404", "408", "421", "425", "429", "500", "502")) {
      all.add(
          Scenario.http2("status " + status, turn -> turn.answer(status, ""))
              .get()
              .post()
              .ask("HEAD", fetch -> fetch)
              .ask("DELETE", fetch -> fetch));
    }
    for (String status : List.of("408", "421", "429", "503")) {
      all.add(
          Scenario.http2(
                  status + " once, with a body",
                  turn -> {
                    if (turn.number() == 1) {
                      turn.answer(status, "later", "retry-after: 0");
                    } else {
                      turn.answer("200", "now");
                    }
                  })
              .get()
              .post());
    }
    for (String status : List.of("100", "102", "103", "199")) {
      all.add(
          Scenario.http2(
                  status + " before the answer",
                  turn -> turn.headers(status, "link: </style.css>").answer("200", "hello"))
              .ask("GET", fetch -> fetch.timeout(1000))
              .ask("POST", fetch -> fetch.timeout(1000))
              .anyMessage());
    }
    all.add(
        Scenario.http2("100 when it is asked for", turn -> continued(turn).answer("200", "ok"))
            .beforeTheBody()
            .ask("POST", fetch -> fetch.header("Expect", "100-continue").timeout(1500))
            .get()
            .anyMessage());
    all.add(
        Scenario.http2("417 instead of 100", turn -> turn.answer("417", "no"))
            .beforeTheBody()
            .ask("POST", fetch -> fetch.header("Expect", "100-continue").timeout(1500))
            .get()
            .anyMessage());
    all.add(
        Scenario.http2(
                "an answer before the body of the request, which is not wanted",
                turn -> turn.answer("413", "big").resetStream(Http2.NO_ERROR))
            .beforeTheBody()
            .post()
            .get()
            .post()
            .racy());
  }

  private static Http2Turn continued(Http2Turn turn) throws IOException {
    turn.headers("100").body();
    return turn;
  }

  private static void framing(List<Scenario> all) {
    all.add(
        asked(
            "many frames of one byte",
            turn -> {
              turn.headers("200");
              for (char c : "hello, world".toCharArray()) {
                turn.data(String.valueOf(c));
              }
              turn.lastData("");
            }));
    all.add(
        asked(
            "empty frames",
            turn -> turn.headers("200").data("").data("hello").data("").lastData("")));
    all.add(
        asked(
            "padding",
            turn ->
                turn.headers("200")
                    .frame(
                        Http2.DATA,
                        Http2.PADDED | Http2.END_STREAM,
                        (byte) 3,
                        (byte) 'h',
                        (byte) 'i',
                        (byte) 0,
                        (byte) 0,
                        (byte) 0)));
    all.add(
        asked(
            "more padding than there is frame",
            turn ->
                turn.headers("200")
                    .frame(Http2.DATA, Http2.PADDED | Http2.END_STREAM, (byte) 9, (byte) 'h')));
    all.add(
        asked(
            "headers that continue",
            turn -> {
              byte[] block = Http2Connection.hpack(":status: 200", "x-long: " + "y".repeat(900));
              int cut = block.length / 2;
              turn.frame(Http2.HEADERS, 0, Arrays.copyOf(block, cut))
                  .frame(
                      Http2.CONTINUATION,
                      Http2.END_HEADERS,
                      Arrays.copyOfRange(block, cut, block.length))
                  .lastData("hello");
            }));
    all.add(
        asked(
            "headers that are cut off by data",
            turn -> turn.frame(Http2.HEADERS, 0, ok()).lastData("hello")));
    all.add(
        asked(
            "trailers", turn -> turn.headers("200").data("hello").trailers("x-end: 1", "grpc: 0")));
    all.add(asked("trailers and no body", turn -> turn.headers("200").trailers("x-end: 1")));
    all.add(
        asked(
            "trailers that do not end the stream",
            turn -> turn.headers("200").data("hi").headers("200", "x: y").lastData("there")));
    for (int length : new int[] {0, 4, 5, 6}) {
      all.add(
          asked(
              "five bytes with length " + length,
              turn -> turn.headers("200", "content-length: " + length).lastData("hello")));
    }
    all.add(asked("204 with a body", turn -> turn.headers("204").lastData("hello")));
    all.add(asked("304 with a body", turn -> turn.headers("304").lastData("hello")));
    all.add(
        Scenario.http2("HEAD with a body", turn -> turn.headers("200").lastData("hello"))
            .ask("HEAD", fetch -> fetch)
            .get()
            .anyMessage());
    all.add(
        asked("data before headers", turn -> turn.data("hello").headers("200").lastData("hello")));
    all.add(asked("data behind the end", turn -> turn.answer("200", "hello").data("more")));
    all.add(
        asked(
            "a frame of an unheard type",
            turn -> turn.frame(77, 0, (byte) 1).answer("200", "hello").frame(78, 1)));
    all.add(
        asked(
            "a frame that is too large",
            turn -> turn.headers("200").frame(Http2.DATA, Http2.END_STREAM, new byte[16_385])));
    all.add(
        Scenario.http2(
                "gzip", turn -> turn.headers("200", "content-encoding: gzip").lastData(zipped()))
            .get()
            .ask("GET", fetch -> fetch.header("Accept-Encoding", "gzip")));
    all.add(
        Scenario.http2(
                "a slow drip",
                turn -> {
                  turn.headers("200");
                  for (char c : "hello".toCharArray()) {
                    turn.pause(5).data(String.valueOf(c));
                  }
                  turn.lastData("");
                })
            .get()
            .post());
  }

  private static String zipped() throws IOException {
    return new String(Turn.gzip("hello"), ISO_8859_1);
  }

  private static byte[] ok() {
    return Http2Connection.hpack(":status: 200");
  }

  private static void headers(List<Scenario> all) {
    for (String header :
        List.of(
            "x-empty: ",
            "x-space:  two  ",
            "x-latin: M\u00fcller",
            "X-Upper: 1",
            "x bad: 1",
            "x-null: a\u0000b",
            "x-line: a\r\nb",
            "connection: close",
            "connection: keep-alive",
            "keep-alive: timeout=1",
            "proxy-connection: close",
            "transfer-encoding: chunked",
            "upgrade: h2c",
            "te: trailers",
            ":path: /",
            ":status: 201",
            ":unheard: 1",
            "content-length: many",
            "content-length: -1",
            "set-cookie: a=1",
            "alt-svc: h2=\"other.test:443\"")) {
      all.add(
          asked(
              "header '" + header.replaceAll("[^ -~]", "?") + "'",
              turn -> turn.answer("200", "hello", "x-before: 1", header, "x-after: 1")));
    }
    all.add(
        asked(
            "one header many times",
            turn -> turn.answer("200", "hi", "x: 1", "y: 2", "x: 3", "set-cookie: a", "x: 1")));
    all.add(
        asked("no status", turn -> turn.frame(Http2.HEADERS, ENDS, Http2Connection.hpack("x: 1"))));
    for (String status : List.of("abc", "", "99", "1000", "200 OK")) {
      all.add(asked("status '" + status + "'", turn -> turn.answer(status, "hello")));
    }
    all.add(
        asked(
            "large headers", turn -> turn.answer("200", "hello", "x-large: " + "z".repeat(9_000))));
    all.add(
        asked(
            "headers of garbage",
            turn -> turn.frame(Http2.HEADERS, ENDS, (byte) 0xff, (byte) 0xff)));
    all.add(
        Scenario.http2("headers of the application", turn -> turn.answer("200", turn.head()))
            .ask("GET", fetch -> fetch.header("User-Agent", "app/1").header("TE", "trailers"))
            .ask("POST", fetch -> fetch.header("Content-Type", "text/y").header("Cookie", "a=b"))
            .ask("GET", fetch -> fetch.header("Upper-Case", "1").header("Host", "other.test"))
            .anyMessage());
    all.add(
        Scenario.http2(
                "cookies of a client",
                turn ->
                    turn.answer(
                        "200",
                        String.valueOf(turn.header("Cookie")),
                        "set-cookie: a=" + turn.number(),
                        "set-cookie: b=" + turn.number()))
            .config("cookies", "fresh")
            .ask("GET", fetch -> fetch.clients(2).requests(3)));
  }

  private static void bodies(List<Scenario> all) {
    for (String read : List.of("FULL", "LEAK", "CLOSE", "PART", "TWICE")) {
      for (int size : new int[] {0, 5, 100_000}) {
        String body = "x".repeat(size);
        all.add(
            Scenario.http2(size + " bytes, " + read, turn -> turn.answer("200", body))
                .ask("GET", fetch -> fetch.read(read))
                .ask("POST", fetch -> fetch.read(read))
                .get());
      }
    }
    all.add(
        Scenario.http2(
                "more than a window holds, which nobody reads, beside what somebody does",
                turn -> turn.answer("200", "w".repeat(turn.number() == 1 ? 40_000_000 : 5)))
            .ask("GET", fetch -> fetch.read("LEAK"))
            .get()
            .post());
    all.add(
        Scenario.http2("asynchronous", turn -> turn.answer("200", "hello"))
            .ask("GET", fetch -> fetch.async().clients(3))
            .ask("POST", fetch -> fetch.async().clients(3)));
    all.add(
        Scenario.http2("at once", turn -> turn.pause(20).answer("200", "hello"))
            .ask("GET", fetch -> fetch.clients(12).threads(6))
            .ask("POST", fetch -> fetch.clients(12).threads(6)));
    all.add(
        Scenario.http2("used after its clean-up", turn -> turn.answer("200", "hello"))
            .ask("GET", fetch -> fetch.keep("ended"))
            .cleanUp("ended")
            .ask("GET", fetch -> fetch.use("ended"))
            .ask("GET", fetch -> fetch.use("ended").async())
            .cleanUp("ended")
            .get());
    all.add(
        Scenario.http2("cleaned up after each request", turn -> turn.answer("200", "hello"))
            .ask("GET", fetch -> fetch.clients(5).cleanUp())
            .ask("POST", fetch -> fetch.clients(2).requests(3).cleanUp()));
    for (String read : List.of("FULL", "LEAK", "CLOSE")) {
      all.add(
          Scenario.http2(
                  "dropped without a word and collected, " + read,
                  turn -> turn.answer("200", "x".repeat(100_000)))
              .ask("GET", fetch -> fetch.read(read).keep("dropped"))
              .ask("POST", fetch -> fetch.read(read).use("dropped"))
              .drop("dropped")
              .get()
              .post());
    }
    for (String method : List.of("HEAD", "PUT", "DELETE", "PATCH", "OPTIONS")) {
      all.add(
          Scenario.http2("method " + method, turn -> turn.answer("200", turn.method()))
              .ask(method, fetch -> fetch.clients(2)));
    }
    for (boolean wanted : new boolean[] {true, false}) {
      all.add(
          Scenario.http2(
                  "push" + (wanted ? "" : ", on a stream of the client's"),
                  turn -> push(turn, wanted ? 2 : turn.stream() + 2).answer("200", "hello"))
              .get()
              .post()
              .racy());
    }
  }

  /** Promises another answer, and sends it. */
  private static Http2Turn push(Http2Turn turn, int promised) throws IOException {
    byte[] request =
        Http2Connection.hpack(
            ":method: GET",
            ":scheme: https",
            ":authority: " + URI.create(turn.here("/")).getAuthority(),
            ":path: /style.css");
    byte[] payload = ByteBuffer.allocate(4 + request.length).putInt(promised).put(request).array();
    turn.frame(Http2.PUSH_PROMISE, Http2.END_HEADERS, payload);
    turn.connection().frame(Http2.HEADERS, ENDS, promised, Http2Connection.hpack(":status: 200"));
    return turn;
  }

  private static void roundTrips(List<Scenario> all) {
    for (int status : new int[] {301, 303, 307}) {
      all.add(
          Scenario.http2(
                  "redirect " + status,
                  turn -> {
                    if (turn.target().endsWith("/landed")) {
                      turn.answer("200", turn.method());
                    } else {
                      turn.answer(String.valueOf(status), "moved", "location: /landed");
                    }
                  })
              .config("redirects", "true")
              .get()
              .post()
              .ask("HEAD", fetch -> fetch));
    }
    for (String scheme : List.of("http", "https")) {
      all.add(
          Scenario.http2(
                  "redirect to HTTP/1.1, " + scheme,
                  turn -> turn.answer("302", "", "location: " + turn.there("/landed")))
              .other(scheme, turn -> turn.answer("200 OK", "landed"))
              .config("redirects", "true")
              .get()
              .post());
    }
    for (String user : List.of("someone", "")) {
      Scenario scenario =
          Scenario.http2(
              "401" + (user.isEmpty() ? ", nobody" : ""),
              turn -> {
                String told = turn.header("authorization");
                if (told == null) {
                  turn.answer("401", "who?", "www-authenticate: Basic realm=\"r\"");
                } else {
                  turn.answer("200", told);
                }
              });
      all.add((user.isEmpty() ? scenario : scenario.config("authenticator", user)).get().post());
    }
  }

  private static void upgrades(List<Scenario> all) {
    all.add(
        Scenario.h2c("hello", turn -> turn.answer("200", "hello", "x-a: b")).get().post().get());
    all.add(
        Scenario.h2c("at once", turn -> turn.pause(20).answer("200", "hello"))
            .ask("GET", fetch -> fetch.clients(8).threads(4))
            .ask("POST", fetch -> fetch.clients(8).threads(4)));
    all.add(
        Scenario.h2c("nobody reads it", turn -> turn.answer("200", "x".repeat(100_000)))
            .ask("GET", fetch -> fetch.read("LEAK"))
            .ask("GET", fetch -> fetch.read("CLOSE"))
            .post());
    all.add(
        Scenario.h2c("RST_STREAM", turn -> turn.resetStream(Http2.PROTOCOL_ERROR))
            .get()
            .post()
            .anyMessage());
    all.add(
        Scenario.h2c(
                "GOAWAY behind the answer",
                turn -> {
                  turn.answer("200", "hello").pause(5).goAway(turn.stream(), Http2.NO_ERROR);
                  turn.pause(15).connection().fin();
                })
            .get()
            .whenQuiet()
            .post()
            .whenQuiet()
            .get()
            .racy());
  }

  /** Something happens to a call; the next client must not notice. */
  private static void underWay(List<Scenario> all) {
    for (String how : List.of("cancel", "interrupt", "cleanup")) {
      for (String moment : List.of("before the answer", "after the head", "within the body")) {
        for (boolean async : new boolean[] {false, true}) {
          if (!(async && how.equals("interrupt"))) {
            all.add(
                Scenario.http2(
                        how + " " + moment + (async ? ", asynchronous" : ""),
                        turn -> {
                          if (turn.number() > 1) {
                            turn.answer("200", "hello");
                            return;
                          }
                          if (!moment.startsWith("before")) {
                            turn.headers("200");
                          }
                          if (moment.startsWith("within")) {
                            turn.data("hello");
                          }
                          // Whatever was sent has arrived by then.
                          turn.pause(20).signal().pause(300);
                          if (moment.startsWith("before")) {
                            turn.headers("200");
                          }
                          turn.lastData("x".repeat(50));
                        })
                    .askUntilSignal("GET", how, fetch -> async ? fetch.async() : fetch)
                    .get()
                    .post()
                    .racy());
          }
        }
      }
    }
  }

  /** By one client after the other; none waits for ever. */
  static Scenario asked(String name, Http2.Play play) {
    return Scenario.http2(name, play)
        .ask("GET", fetch -> fetch.timeout(2000))
        .ask("POST", fetch -> fetch.timeout(2000))
        .ask("GET", fetch -> fetch.timeout(2000))
        .anyMessage();
  }
}
