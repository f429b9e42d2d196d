package io.poolingagent.it.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A scenario over HTTP/2 made up of parts of the others, the same for the same seed. */
final class RandomHttp2Scenario {
  private static final List<String> METHODS =
      List.of("GET", "GET", "GET", "POST", "POST", "PUT", "DELETE", "HEAD", "PATCH");
  private static final List<String> READS =
      List.of("FULL", "FULL", "FULL", "CLOSE", "PART", "LEAK", "TWICE");
  private static final List<String> STATUSES =
      List.of("200", "200", "200", "204", "304", "400", "404", "421", "500");
  private static final List<String> HEADERS =
      List.of("x-one: 1", "x-two: 2", "x-one: 3", "set-cookie: a=1", "content-type: text/html");

  /** OkHttp sends a request again for as long as a GOAWAY says that it was not looked at. */
  private static final int MOST_REQUESTS = 30;

  private RandomHttp2Scenario() {}

  static Scenario of(long seed) {
    Random random = new Random(seed);
    Reaction first = new Reaction(random);
    Reaction later = random.nextBoolean() ? first : new Reaction(random);
    int streams = random.nextInt(4) == 0 ? 1 : 100;
    int window = random.nextInt(4) == 0 ? 20 : 65_535;
    Scenario scenario =
        Scenario.http2(
                "random " + seed,
                connection ->
                    connection.settings(
                        Http2.MAX_CONCURRENT_STREAMS, streams, Http2.INITIAL_WINDOW_SIZE, window),
                turn -> {
                  if (turn.number() > MOST_REQUESTS) {
                    turn.answer("200", "enough");
                  } else {
                    ("0".equals(turn.header("X-Ask")) ? first : later).act(turn);
                  }
                })
            .racy()
            .orBetter();
    if (random.nextInt(6) == 0) {
      scenario.cold();
    }
    int asks = 1 + random.nextInt(4);
    for (int i = 0; i < asks; i++) {
      String ask = Integer.toString(i);
      String read = READS.get(random.nextInt(READS.size()));
      boolean async = random.nextInt(4) == 0;
      // Closing a JDK client would wait for what is never read.
      boolean cleanUp = random.nextInt(4) == 0 && !read.equals("LEAK");
      scenario
          .ask(
              METHODS.get(random.nextInt(METHODS.size())),
              fetch -> {
                fetch.read(read).header("X-Ask", ask).timeout(1500);
                return async ? fetch.async() : cleanUp ? fetch.cleanUp() : fetch;
              })
          .whenQuiet();
    }
    return scenario;
  }

  /** What the server does about a request, the same each time. */
  private static final class Reaction {
    private final List<Http2.Play> steps = new ArrayList<>();

    Reaction(Random random) {
      if (random.nextInt(10) == 0) {
        steps.add(turn -> turn.headers("103", "link: </style.css>"));
      }
      String status = STATUSES.get(random.nextInt(STATUSES.size()));
      String header = HEADERS.get(random.nextInt(HEADERS.size()));
      String part = "b".repeat(random.nextInt(4) == 0 ? random.nextInt(30_000) : 1);
      int parts = status.equals("204") || status.equals("304") ? 0 : random.nextInt(4);
      if (parts == 0) {
        steps.add(turn -> turn.answer(status, "", header));
      } else {
        steps.add(
            turn -> {
              if (turn.method().equals("HEAD")) {
                turn.answer(status, "", header);
              } else {
                turn.headers(status, header);
              }
            });
        boolean trailers = random.nextInt(4) == 0;
        for (int i = 1; i <= parts; i++) {
          boolean last = i == parts && !trailers;
          steps.add(unlessHead(turn -> body(turn, part, last)));
        }
        if (trailers) {
          steps.add(unlessHead(turn -> turn.trailers("x-end: 1")));
        }
      }
      disturb(random);
    }

    private static Http2.Play unlessHead(Http2.Play step) {
      return turn -> {
        if (!turn.method().equals("HEAD")) {
          step.act(turn);
        }
      };
    }

    private static void body(Http2Turn turn, String part, boolean last) throws IOException {
      if (last) {
        turn.lastData(part);
      } else {
        turn.data(part);
      }
    }

    /** Puts something in between, or in place of the rest. */
    private void disturb(Random random) {
      int at = random.nextInt(steps.size() + 1);
      int code = random.nextInt(Http2.HTTP_1_1_REQUIRED + 1);
      int last = random.nextInt(3);
      switch (random.nextInt(10)) {
        case 0 -> {
          steps.subList(at, steps.size()).clear();
          steps.add(turn -> turn.resetStream(code));
        }
        case 1 -> steps.add(at, turn -> turn.pause(5));
        case 2 -> steps.add(at, turn -> turn.connection().frame(Http2.PING, 0, 0, new byte[8]));
        case 3 -> steps.add(at, turn -> goAway(turn, last, code));
        case 4 -> {
          steps.add(at, turn -> goAway(turn, last, code));
          steps.add(turn -> turn.pause(15).connection().fin());
        }
        case 5 -> {
          steps.subList(at, steps.size()).clear();
          steps.add(turn -> turn.pause(15).connection().fin());
        }
        case 6 -> {
          steps.subList(at, steps.size()).clear();
          steps.add(turn -> turn.pause(15).connection().reset());
        }
        case 7 -> {
          steps.add(at, turn -> turn.connection().settings(Http2.MAX_CONCURRENT_STREAMS, 1));
        }
        default -> {
          // As it should be.
        }
      }
    }

    private static void goAway(Http2Turn turn, int last, int code) throws IOException {
      turn.goAway(last == 0 ? turn.streamBefore() : last == 1 ? turn.stream() : 1 << 30, code)
          .pause(5);
    }

    void act(Http2Turn turn) throws IOException {
      for (Http2.Play step : steps) {
        step.act(turn);
      }
    }
  }
}
