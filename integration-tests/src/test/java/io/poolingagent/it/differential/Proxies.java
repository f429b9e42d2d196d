package io.poolingagent.it.differential;

import java.util.ArrayList;
import java.util.List;

/** Proxies for HTTP, tunnels, and proxies that refuse. */
final class Proxies {
  private static final Stage.Play ORIGIN = turn -> turn.answer("200 OK", "origin " + turn.target());

  private Proxies() {}

  static List<Scenario> scenarios() {
    List<Scenario> all = new ArrayList<>();
    all.add(
        Scenario.of(
                "proxy",
                turn -> turn.answer("200 OK", "proxied " + turn.target().replaceAll("\\d+", "#")))
            .proxyFor("http", ORIGIN)
            .get()
            .post()
            .ask("HEAD", fetch -> fetch));
    for (int status : new int[] {403, 502, 504}) {
      all.add(
          Scenario.of("proxy answers " + status, turn -> turn.answer(status + " No", "no"))
              .proxyFor("http", ORIGIN)
              .get()
              .post());
    }
    all.add(
        Scenario.of(
                "proxy wants a password",
                turn -> turn.answer("407 Who", "who?", "Proxy-Authenticate: Basic realm=\"p\""))
            .proxyFor("http", ORIGIN)
            .get()
            .post()
            .anyMessage());
    all.add(
        Scenario.of("proxy ends", Turn::fin)
            .proxyFor("http", ORIGIN)
            .get()
            .whenQuiet()
            .post()
            .anyMessage());
    all.add(
        Scenario.of(
                "proxy closes after each",
                turn ->
                    turn.answer("200 OK", "once", "Proxy-Connection: close", "Connection: close")
                        .fin())
            .proxyFor("http", ORIGIN)
            .get()
            .whenQuiet()
            .post()
            .whenQuiet()
            .get());
    all.add(tunnel("tunnel", "HTTP/1.1 200 Connected\r\n\r\n").get().post().get());
    all.add(
        tunnel(
                "tunnel with headers",
                "HTTP/1.1 200 Connection Established\r\nProxy-Agent: test\r\nVia: x\r\n\r\n")
            .get()
            .post());
    all.add(tunnel("tunnel of HTTP 1.0", "HTTP/1.0 200 OK\r\n\r\n").get().post());
    for (int status : new int[] {302, 400, 403, 404, 500, 502, 503}) {
      for (String ending : List.of("keep-alive", "close")) {
        all.add(
            refused(
                "no tunnel but " + status + ", " + ending,
                turn -> {
                  turn.answer(status + " No", "no tunnel", "Connection: " + ending);
                  if (ending.equals("close")) {
                    turn.fin();
                  }
                }));
      }
    }
    all.add(
        refused(
            "a tunnel that wants a password",
            turn -> turn.answer("407 Who", "who?", "Proxy-Authenticate: Basic realm=\"p\"")));
    all.add(
        refused("a tunnel that ends at once", turn -> turn.send("HTTP/1.1 200 OK\r\n\r\n").fin()));
    all.add(refused("no answer to CONNECT", Turn::fin));
    all.add(refused("garbage to CONNECT", turn -> turn.send("garbage\r\n\r\n").fin()));
    all.add(
        tunnel(
                "an origin that ends within the tunnel",
                "HTTP/1.1 200 OK\r\n\r\n",
                turn -> turn.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhell").fin())
            .get()
            .whenQuiet()
            .post()
            .anyMessage());
    return all;
  }

  /** Nobody gets a tunnel, so there is none to be warm. */
  private static Scenario refused(String name, Stage.Play proxy) {
    return Scenario.of(name, proxy)
        .proxyFor("https", ORIGIN)
        .cold()
        .get()
        .whenQuiet()
        .post()
        .anyMessage();
  }

  private static Scenario tunnel(String name, String connected) {
    return tunnel(name, connected, ORIGIN);
  }

  private static Scenario tunnel(String name, String connected, Stage.Play origin) {
    return Scenario.of(
            name,
            turn -> {
              turn.send(connected);
              turn.tunnel();
            })
        .proxyFor("https", origin);
  }
}
