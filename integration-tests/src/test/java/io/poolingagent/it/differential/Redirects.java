package io.poolingagent.it.differential;

import java.util.ArrayList;
import java.util.List;

/** Redirects: which are followed, with which method and headers, and what is refused. */
final class Redirects {

  private Redirects() {}

  static List<Scenario> scenarios() {
    List<Scenario> all = new ArrayList<>();
    for (int status : new int[] {300, 301, 302, 303, 307, 308}) {
      for (String followed : List.of("true", "false")) {
        all.add(
            Scenario.of(
                    "redirect " + status + ", followed " + followed,
                    turn -> {
                      if (turn.target().endsWith("/landed")) {
                        turn.answer("200 OK", turn.method());
                      } else {
                        turn.answer(status + " Moved", "moved", "Location: /landed");
                      }
                    })
                .config("redirects", followed)
                .get()
                .post()
                .ask("HEAD", fetch -> fetch)
                .ask("DELETE", fetch -> fetch));
      }
    }
    for (String location :
        List.of(
            "landed",
            "./a/../landed",
            "?query",
            "#fragment",
            "",
            "//localhost:1/",
            "/with space",
            "/M\u00fcller",
            "http://",
            "ftp://localhost/x",
            "mailto:x@y")) {
      all.add(
          Scenario.of(
                  "redirect to '" + location + "'",
                  turn -> {
                    if (turn.number() == 1) {
                      turn.answer("302 Moved", "", "Location: " + location);
                    } else {
                      turn.answer("200 OK", turn.target());
                    }
                  })
              .config("redirects", "true")
              .get()
              .anyMessage());
    }
    all.add(
        Scenario.of("redirect without a location", turn -> turn.answer("302 Moved", "where?"))
            .config("redirects", "true")
            .get()
            .post());
    all.add(
        Scenario.of(
                "redirect to itself",
                turn -> turn.answer("302 Moved", "", "Location: " + turn.target()))
            .config("redirects", "true")
            .get());
    all.add(
        Scenario.of(
                "redirect thirty times",
                turn -> {
                  if (turn.number() <= 30) {
                    turn.answer("302 Moved", "again", "Location: /" + turn.number());
                  } else {
                    turn.answer("200 OK", "landed");
                  }
                })
            .config("redirects", "true")
            .get());
    for (String ending : List.of("Connection: close", "X-Nothing: 1")) {
      all.add(
          Scenario.of(
                  "redirect with a large body, " + ending,
                  turn -> {
                    if (turn.number() % 2 == 1) {
                      turn.answer(
                          "302 Moved",
                          "y".repeat(100_000),
                          "Location: /landed",
                          ending,
                          "Set-Cookie: a=b");
                    } else {
                      turn.answer("200 OK", "landed", ending);
                    }
                    if (ending.endsWith("close")) {
                      turn.fin();
                    }
                  })
              .config("redirects", "true")
              .config("cookies", "fresh")
              .get()
              .whenQuiet()
              .get());
    }
    for (String scheme : List.of("http", "https")) {
      for (String other : List.of("http", "https")) {
        Scenario across =
            Scenario.of(
                    "redirect from " + scheme + " to another " + other,
                    turn -> turn.answer("302 Moved", "moved", "Location: " + turn.there("/landed")))
                .other(
                    other,
                    turn ->
                        turn.answer(
                            "200 OK", "landed", "X-Authorization: " + turn.header("Authorization")))
                .config("redirects", "true")
                .get()
                .ask("GET", fetch -> fetch.header("Authorization", "Basic c29tZW9uZQ=="))
                .post();
        all.add(scheme.equals("https") ? across.https() : across);
      }
    }
    all.add(
        Scenario.of(
                "redirect to who is not there",
                turn -> turn.answer("302 Moved", "", "Location: http://localhost:1/"))
            .config("redirects", "true")
            .get()
            .anyMessage());
    return all;
  }
}
