package io.poolingagent.it.differential;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Servers and proxies that cannot be connected to, or do not speak to who has connected. */
final class Arrivals {
  private static final String SOON = "250";

  private Arrivals() {}

  static List<Scenario> scenarios() {
    List<Scenario> all = new ArrayList<>();
    for (Door.Kind door : Door.Kind.values()) {
      all.add(failing("a server behind a door that is " + door, door, Scenario.Role.SERVER));
      all.add(failing("a proxy behind a door that is " + door, door, Scenario.Role.PROXY));
      all.add(
          failing("a SOCKS proxy behind a door that is " + door, door, Scenario.Role.SOCKS)
              .onlyFor(SocksProxies::isKnownTo));
      for (boolean proxied : new boolean[] {false, true}) {
        Scenario tunnel =
            Scenario.of(
                    "https to a " + (proxied ? "proxy" : "server") + " behind a door " + door,
                    turn -> turn.answer("200 OK", "hello"))
                .https()
                .behind(door, proxied ? Scenario.Role.PROXY : Scenario.Role.SERVER)
                .cold()
                .config("connectTimeout", SOON)
                .get()
                .post()
                .anyMessage();
        all.add(tunnel);
      }
    }
    all.add(
        Scenario.of("a server that never speaks TLS", turn -> turn.answer("200 OK", "hello"))
            .https(Arrivals::silence)
            .cold()
            .config("connectTimeout", SOON)
            .ask("GET", fetch -> fetch.timeout(250))
            .ask("POST", fetch -> fetch.timeout(250))
            .anyMessage());
    all.add(
        Scenario.of("a patient client after an impatient one", turn -> turn.answer("200 OK", "hi"))
            .ask("GET", fetch -> fetch.config("connectTimeout", "1"))
            .get()
            .ask("POST", fetch -> fetch.config("connectTimeout", "5000"))
            .racy());
    return all;
  }

  private static Scenario failing(String name, Door.Kind door, Scenario.Role whose) {
    return Scenario.of(name, turn -> turn.answer("200 OK", "hello"))
        .behind(door, whose)
        .cold()
        .config("connectTimeout", SOON)
        .get()
        .post()
        .ask("GET", fetch -> fetch.async())
        .ask("GET", fetch -> fetch.clients(4).threads(4))
        .anyMessage();
  }

  private static Socket silence(Socket tcp) throws IOException {
    tcp.setSoTimeout(1_000);
    tcp.getInputStream().transferTo(OutputStream.nullOutputStream());
    throw new IOException("ended");
  }
}
