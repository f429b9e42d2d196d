package io.poolingagent.it.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.poolingagent.it.TestTls;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;

/** Handshakes that fail, and connections whose TLS is out of the ordinary. */
final class TlsFailures {
  private static final Stage.Play HELLO = turn -> turn.answer("200 OK", "hello");

  private TlsFailures() {}

  static List<Scenario> scenarios() {
    List<Scenario> all = new ArrayList<>();
    for (String certificate :
        List.of("expired", "not-yet", "wrong-host", "unknown-ca", "self-signed")) {
      all.add(
          failing(
              "certificate " + certificate,
              Scenario.tls(TestTls.context(certificate + ".p12"), socket -> socket)));
    }
    all.add(
        failing(
            "a client certificate that nobody has",
            Scenario.tls(
                TestTls.server(),
                socket -> {
                  socket.setNeedClientAuth(true);
                  return socket;
                })));
    int[] alerts = {10, 20, 40, 42, 43, 46, 48, 50, 70, 71, 80, 86, 90, 112, 116, 120};
    for (int alert : alerts) {
      all.add(
          failing(
              "alert " + alert,
              tcp -> {
                tcp.getInputStream().read(new byte[4096]);
                tcp.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, (byte) alert});
                tcp.shutdownOutput();
                tcp.getInputStream().transferTo(OutputStream.nullOutputStream());
                throw new IOException("refused");
              }));
    }
    all.add(
        failing(
            "the end instead of a handshake",
            tcp -> {
              tcp.getInputStream().read(new byte[4096]);
              throw new IOException("refused");
            }));
    all.add(
        failing(
            "the end before a handshake",
            tcp -> {
              throw new IOException("refused");
            }));
    all.add(
        failing(
            "a reset instead of a handshake",
            tcp -> {
              tcp.getInputStream().read(new byte[4096]);
              tcp.setSoLinger(true, 0);
              throw new IOException("refused");
            }));
    for (String text :
        List.of("HTTP/1.1 400 Bad Request\r\n\r\n", "garbage", "\u0016\u0003\u0003\u0000\u0001x")) {
      all.add(
          failing(
              "handshake answered by '" + text.trim() + "'",
              tcp -> {
                tcp.getInputStream().read(new byte[4096]);
                tcp.getOutputStream().write(text.getBytes(ISO_8859_1));
                tcp.shutdownOutput();
                tcp.getInputStream().transferTo(OutputStream.nullOutputStream());
                throw new IOException("refused");
              }));
    }
    for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
      all.add(working(protocol, socket -> socket.setEnabledProtocols(new String[] {protocol})));
    }
    all.add(
        working(
            "one cipher suite",
            socket -> {
              socket.setEnabledProtocols(new String[] {"TLSv1.2"});
              socket.setEnabledCipherSuites(
                  new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"});
            }));
    all.add(
        working("a client certificate that is wanted", socket -> socket.setWantClientAuth(true)));
    all.add(working("no session to resume", socket -> socket.setEnableSessionCreation(true)));
    all.add(alpn("ALPN http/1.1", "http/1.1"));
    all.add(alpn("ALPN of nothing", ""));
    all.add(
        failing(
            "ALPN that fails",
            Scenario.tls(
                TestTls.server(),
                socket -> {
                  socket.setHandshakeApplicationProtocolSelector((with, offered) -> null);
                  return socket;
                })));
    all.add(
        Scenario.of(
                "renegotiation before an answer",
                turn -> {
                  ((SSLSocket) turn.connection().socket()).startHandshake();
                  turn.answer("200 OK", "hello");
                })
            .https(
                Scenario.tls(
                    TestTls.server(),
                    socket -> {
                      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                      return socket;
                    }))
            .get()
            .post()
            .anyMessage());
    all.add(
        Scenario.of(
                "the end of TLS instead of a length",
                turn -> turn.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello").fin())
            .https()
            .get()
            .whenQuiet()
            .post());
    all.add(
        Scenario.of(
                "truncated instead of a length",
                turn -> turn.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello").cut())
            .https()
            .get()
            .post()
            .anyMessage());
    all.add(
        Scenario.of("plain to a TLS server", HELLO)
            .https(tcp -> tcp)
            .cold()
            .ask("GET", fetch -> fetch.timeout(2000))
            .anyMessage());
    return all;
  }

  private interface Parameters {
    void on(SSLSocket socket);
  }

  private static Scenario working(String name, Parameters parameters) {
    return Scenario.of(name, HELLO)
        .https(
            Scenario.tls(
                TestTls.server(),
                socket -> {
                  parameters.on(socket);
                  return socket;
                }))
        .get()
        .post()
        .get();
  }

  private static Scenario alpn(String name, String chosen) {
    return working(
        name, socket -> socket.setHandshakeApplicationProtocolSelector((with, offered) -> chosen));
  }

  /** The first handshake fails, and the next, each as without the agent. */
  private static Scenario failing(String name, Stage.Opening opening) {
    return Scenario.of(name, HELLO).https(opening).cold().get().get().post().anyMessage();
  }
}
