package io.poolingagent.it.differential;

import java.util.ArrayList;
import java.util.List;

/** Rounds of authentication, with a client that knows a password and with one that does not. */
final class Credentials {

  private Credentials() {}

  static List<Scenario> scenarios() {
    List<Scenario> all = new ArrayList<>();
    for (String challenge :
        List.of(
            "Basic realm=\"r\"",
            "basic realm=r",
            "Digest realm=\"r\", nonce=\"abc\", qop=\"auth\", algorithm=MD5",
            "Digest realm=\"r\", nonce=\"abc\"",
            "Digest realm=\"r\", nonce=\"abc\", algorithm=SHA-256, qop=\"auth\"",
            "NTLM",
            "Negotiate",
            "Bearer realm=\"r\"",
            "Unheard realm=\"r\"",
            "Basic",
            "",
            "Basic realm=\"a\", Digest realm=\"b\", nonce=\"c\"")) {
      for (String ending : List.of("keep-alive", "close")) {
        for (String user : List.of("someone", "")) {
          Scenario scenario =
              Scenario.of(
                  "401 '" + challenge + "', " + ending + (user.isEmpty() ? ", nobody" : ""),
                  turn -> {
                    String told = turn.header("Authorization");
                    if (told == null) {
                      turn.answer(
                          "401 Who",
                          "who?",
                          "WWW-Authenticate: " + challenge,
                          "Connection: " + ending);
                    } else {
                      // A client's nonce is another each time.
                      turn.answer(
                          "200 OK",
                          "hello " + told.replaceAll("nonce.*", ""),
                          "Connection: " + ending);
                    }
                    if (ending.equals("close")) {
                      turn.fin();
                    }
                  });
          if (!user.isEmpty()) {
            scenario.config("authenticator", user);
          }
          all.add(scenario.get().whenQuiet().get().whenQuiet().post().anyMessage());
        }
      }
    }
    all.add(
        Scenario.of(
                "401 whatever the password is",
                turn -> turn.answer("401 Who", "no", "WWW-Authenticate: Basic realm=\"r\""))
            .config("authenticator", "someone")
            .get()
            .post()
            .anyMessage());
    all.add(
        Scenario.of("401 without a challenge", turn -> turn.answer("401 Who", "no"))
            .config("authenticator", "someone")
            .get()
            .post()
            .anyMessage());
    all.add(
        Scenario.of(
                "407 of an origin",
                turn -> turn.answer("407 Who", "no", "Proxy-Authenticate: Basic realm=\"r\""))
            .get()
            .post()
            .anyMessage());
    all.add(
        Scenario.of(
                "401 with a large body",
                turn -> {
                  if (turn.header("Authorization") == null) {
                    turn.answer(
                        "401 Who", "z".repeat(100_000), "WWW-Authenticate: Basic realm=\"r\"");
                  } else {
                    turn.answer("200 OK", "hello");
                  }
                })
            .config("authenticator", "someone")
            .get()
            .post()
            .get());
    all.add(
        Scenario.of(
                "credentials of the request",
                turn -> turn.answer("200 OK", String.valueOf(turn.header("Authorization"))))
            .ask("GET", fetch -> fetch.header("Authorization", "Basic c29tZW9uZQ=="))
            .get()
            .ask("GET", fetch -> fetch.header("Authorization", "NTLM TlRMTVNTUAABAAAA"))
            .get()
            .ask("GET", fetch -> fetch.header("Authorization", "Negotiate YIIB"))
            .get());
    return all;
  }
}
