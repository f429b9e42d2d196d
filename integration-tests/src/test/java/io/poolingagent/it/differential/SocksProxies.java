package io.poolingagent.it.differential;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.poolingagent.it.ClientLibrary;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** SOCKS proxies (RFC 1928) that connect, or refuse, or do not know how. */
final class SocksProxies {
  private static final Stage.Play HELLO = turn -> turn.answer("200 OK", "hello");
  private static final int NO_PASSWORD = 0;
  private static final int PASSWORD = 2;
  private static final int NOTHING_GOES = 0xff;
  private static final int SOCKS_4_GRANTED = 90;
  private static final int SOCKS_4_REJECTED = 91;

  private SocksProxies() {}

  /** Whether clients of the library can be told of such a proxy. */
  static boolean isKnownTo(ClientLibrary library) {
    return Set.of("okhttp3", "urlconnection", "apache5").contains(library.setting())
        || library.program().endsWith("Apache4Program");
  }

  static List<Scenario> scenarios() {
    List<Scenario> all = new ArrayList<>();
    all.add(through("SOCKS", tcp -> connect(tcp, 0)).get().post().get());
    all.add(through("SOCKS 4", tcp -> connect4(tcp, SOCKS_4_GRANTED)).get().post().get());
    all.add(
        Scenario.of("SOCKS and TLS", HELLO)
            .https()
            .socks(tcp -> connect(tcp, 0))
            .onlyFor(SocksProxies::isKnownTo)
            .get()
            .post()
            .get());
    all.add(
        Scenario.of(
                "SOCKS and a server that ends",
                turn -> turn.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhell").fin())
            .socks(tcp -> connect(tcp, 0))
            .onlyFor(SocksProxies::isKnownTo)
            .get()
            .whenQuiet()
            .post()
            .anyMessage());
    for (int code = 1; code <= 9; code++) {
      int answer = code;
      all.add(refused("SOCKS answers " + code, tcp -> connect(tcp, answer)));
    }
    all.add(refused("SOCKS 4 refuses", tcp -> connect4(tcp, SOCKS_4_REJECTED)));
    all.add(refused("SOCKS wants a password", tcp -> greet(tcp, PASSWORD)));
    all.add(refused("SOCKS takes nothing", tcp -> greet(tcp, NOTHING_GOES)));
    all.add(
        refused(
            "SOCKS ends at once",
            tcp -> {
              throw new IOException("refused");
            }));
    all.add(
        refused(
            "SOCKS ends after the greeting",
            tcp -> {
              greet(tcp, NO_PASSWORD);
              throw new IOException("refused");
            }));
    all.add(
        refused(
            "SOCKS ends within its answer",
            tcp -> {
              greet(tcp, NO_PASSWORD);
              request(tcp);
              tcp.getOutputStream().write(new byte[] {5, 0, 0});
              throw new IOException("refused");
            }));
    all.add(
        refused(
            "HTTP instead of SOCKS",
            tcp -> {
              tcp.getOutputStream().write("HTTP/1.1 400 No\r\n\r\n".getBytes(US_ASCII));
              throw new IOException("refused");
            }));
    all.add(
        refused(
            "SOCKS is silent",
            tcp -> {
              tcp.setSoTimeout(1_000);
              tcp.getInputStream().transferTo(OutputStream.nullOutputStream());
              throw new IOException("refused");
            }));
    return all;
  }

  private static Scenario through(String name, Stage.Opening proxy) {
    return Scenario.of(name, HELLO).socks(proxy).onlyFor(SocksProxies::isKnownTo);
  }

  /** Nobody gets through, so there is no connection to be warm. */
  private static Scenario refused(String name, Stage.Opening proxy) {
    return through(name, proxy)
        .cold()
        .config("connectTimeout", "900")
        .ask("GET", fetch -> fetch.timeout(900))
        .ask("POST", fetch -> fetch.timeout(900))
        .anyMessage();
  }

  private static Socket connect(Socket tcp, int answer) throws IOException {
    greet(tcp, NO_PASSWORD);
    request(tcp);
    tcp.getOutputStream().write(new byte[] {5, (byte) answer, 0, 1, 127, 0, 0, 1, 0, 80});
    if (answer != 0) {
      throw new IOException("refused");
    }
    return tcp;
  }

  private static Socket greet(Socket tcp, int method) throws IOException {
    DataInputStream in = new DataInputStream(tcp.getInputStream());
    in.readByte();
    in.readFully(new byte[in.readUnsignedByte()]);
    tcp.getOutputStream().write(new byte[] {5, (byte) method});
    if (method == PASSWORD) {
      in.readByte();
      in.readFully(new byte[in.readUnsignedByte()]); // the name
      in.readFully(new byte[in.readUnsignedByte()]);
      tcp.getOutputStream().write(new byte[] {1, 1}); // the wrong one, RFC 1929
      throw new IOException("refused");
    }
    if (method != NO_PASSWORD) {
      in.transferTo(OutputStream.nullOutputStream());
      throw new IOException("refused");
    }
    return tcp;
  }

  private static void request(Socket tcp) throws IOException {
    DataInputStream in = new DataInputStream(tcp.getInputStream());
    in.readFully(new byte[3]);
    int length =
        switch (in.readByte()) {
          case 1 -> 4;
          case 3 -> in.readUnsignedByte();
          default -> 16;
        };
    in.readFully(new byte[length + 2]);
  }

  /** As an older proxy, which takes the first words for a request that it cannot read. */
  private static Socket connect4(Socket tcp, int answer) throws IOException {
    DataInputStream in = new DataInputStream(tcp.getInputStream());
    in.readByte();
    in.readFully(new byte[in.readUnsignedByte()]);
    tcp.getOutputStream().write(new byte[] {0, SOCKS_4_REJECTED});
    in.readFully(new byte[8]);
    while (in.readByte() != 0) {
      // the name of the user
    }
    tcp.getOutputStream().write(new byte[] {0, (byte) answer, 0, 80, 127, 0, 0, 1});
    if (answer != SOCKS_4_GRANTED) {
      throw new IOException("refused");
    }
    return tcp;
  }
}
