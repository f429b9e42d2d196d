package io.poolingagent.it.differential;

import io.poolingagent.it.App;
import io.poolingagent.it.ClientLibrary;
import io.poolingagent.it.Outcome;
import io.poolingagent.it.TestTls;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * What a server does, and what an application does with it. Described once, by methods that answer
 * the scenario itself; played any number of times.
 */
final class Scenario {

  /** Something that the application does, and what it sees of it. */
  private interface Act {
    List<Outcome> by(App app, Scene scene);
  }

  /** Whom the application connects to. */
  enum Role {
    SERVER,
    PROXY,
    SOCKS
  }

  /** The stages of one scenario while it is played. */
  record Scene(Scenario scenario, Stage stage, @Nullable Stage other, @Nullable Door door)
      implements AutoCloseable {

    /** An address that the application asks for. */
    String url(String path) {
      return door != null && scenario.behindDoor == Role.SERVER
          ? scenario.scheme + "://" + door.address() + path
          : scenario.proxied && other != null ? other.url(path) : stage.url(path);
    }

    App.Fetch fetch(App app, String path) {
      // Apache HttpClient 5 waits a second before it repeats a request, thousands of times here.
      App.Fetch fetch = app.fetch(url(path)).config(scenario.config).config("retryInterval", "10");
      String first = door == null ? "127.0.0.1:" + stage.port() : door.address();
      if (scenario.proxied || scenario.behindDoor == Role.PROXY) {
        fetch.config("proxy", first);
      }
      if (scenario.socks || scenario.behindDoor == Role.SOCKS) {
        fetch.config("socks", first);
      }
      return fetch;
    }

    /** What the servers have been sent. */
    List<String> seen() {
      List<String> all = new ArrayList<>(stage.seen());
      if (other != null) {
        all.addAll(other.seen());
      }
      return all;
    }

    void begin() {
      stage.begin();
      if (other != null) {
        other.begin();
      }
    }

    @Override
    public void close() {
      stage.close();
      if (other != null) {
        other.close();
      }
      if (door != null) {
        door.close();
      }
    }
  }

  /** What a server speaks. */
  private interface Speech {
    Stage.Protocol protocol(boolean actsBeforeTheBody);
  }

  private final String name;
  private final Speech speech;
  private final Map<String, String> config = new LinkedHashMap<>();
  private final List<Act> acts = new ArrayList<>();
  private String scheme = "http";
  private Stage.Opening opening = Stage.Opening.PLAIN;
  private boolean actsBeforeTheBody;
  private boolean warm = true;
  private boolean proxied;
  private boolean socks;
  private Door.@Nullable Kind door;
  private @Nullable Role behindDoor;
  private boolean exactMessages = true;
  private int repetitions = 1;
  private UnaryOperator<String> compared = request -> request;
  private boolean racy;
  private boolean mayBeBetter;
  private Predicate<ClientLibrary> audience = any -> true;
  private Stage.@Nullable Play otherPlay;
  private String otherScheme = "http";

  private Scenario(String name, Speech speech) {
    this.name = name;
    this.speech = speech;
  }

  /** A scenario in which the server does this about each request. */
  static Scenario of(String name, Stage.Play play) {
    return new Scenario(name, beforeTheBody -> new Http1(play, beforeTheBody));
  }

  /** The same over HTTP/2, and nothing else. */
  static Scenario http2(String name, Http2.Play play) {
    return http2(name, Http2.Greeting.PLAIN, play);
  }

  /** The same; the server begins each connection in its own way. */
  static Scenario http2(String name, Http2.Greeting greeting, Http2.Play play) {
    return new Scenario("h2: " + name, beforeTheBody -> new Http2(greeting, play, beforeTheBody))
        .https(
            tls(
                TestTls.server(),
                socket -> {
                  socket.setHandshakeApplicationProtocolSelector(
                      (with, offered) -> offered.contains("h2") ? "h2" : null);
                  return socket;
                }))
        .onlyFor(ClientLibrary::speaksHttp2);
  }

  /** The same without TLS: the first request of a connection asks for HTTP/2. */
  static Scenario h2c(String name, Http2.Play play) {
    return new Scenario(
            "h2c: " + name,
            beforeTheBody -> new Http2Upgrade(new Http2(Http2.Greeting.PLAIN, play, beforeTheBody)))
        .anyHead()
        .onlyFor(library -> library.name().equals("jdk"));
  }

  /** The server speaks TLS. */
  Scenario https() {
    return https(TestTls.server());
  }

  /** The server speaks TLS by this context. */
  Scenario https(SSLContext context) {
    return https(tls(context, socket -> socket));
  }

  /** The server does this to whoever wants to speak TLS. */
  Scenario https(Stage.Opening how) {
    scheme = "https";
    opening = how;
    return this;
  }

  /** An opening by TLS; {@code parameters} may change the socket before the handshake. */
  static Stage.Opening tls(SSLContext context, UnaryOperator<SSLSocket> parameters) {
    return tcp -> {
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket((Socket) tcp, null, false);
      socket.setUseClientMode(false);
      try {
        parameters.apply(socket).startHandshake();
      } catch (IOException failed) {
        // Closed with bytes unread the system would reset it, and the alert may never arrive.
        new Connection(tcp, tcp).half();
        throw failed;
      }
      return socket;
    };
  }

  /** The server has its turn before the body of a request has come. */
  Scenario beforeTheBody() {
    actsBeforeTheBody = true;
    return this;
  }

  /** There is another server, to be redirected to. */
  Scenario other(String ofScheme, Stage.Play otherServer) {
    otherScheme = ofScheme;
    otherPlay = otherServer;
    return this;
  }

  /** The server is a proxy, and the application asks another one. */
  Scenario proxyFor(String ofScheme, Stage.Play origin) {
    proxied = true;
    return other(ofScheme, origin);
  }

  /**
   * The application comes through a SOCKS proxy, whose part the server plays as well, before its
   * own.
   */
  Scenario socks(Stage.Opening proxy) {
    socks = true;
    Stage.Opening server = opening;
    opening = tcp -> server.open(proxy.open(tcp));
    return this;
  }

  /** Nobody gets to the server, or to a proxy before it. */
  Scenario behind(Door.Kind kind, Role whose) {
    door = kind;
    behindDoor = whose;
    return this;
  }

  /** Clients have this setting, see the libraries' programs. */
  Scenario config(String setting, String value) {
    config.put(setting, value);
    return this;
  }

  /** No requests before the first one: the pool has no connection for it. */
  Scenario cold() {
    warm = false;
    return this;
  }

  /** Which of two threads comes first decides what the messages of exceptions say. */
  Scenario anyMessage() {
    exactMessages = false;
    return this;
  }

  /** A fresh client sends a request. */
  Scenario ask(String method, UnaryOperator<App.Fetch> how) {
    acts.add(
        (app, scene) -> {
          App.Fetch fetch = scene.fetch(app, "/" + path());
          if (!method.equals("GET")) {
            fetch.method(method);
          }
          return how.apply(fetch).go();
        });
    return this;
  }

  /** The same, and the server tells when something happens to it. */
  Scenario askUntilSignal(String method, String signalled, UnaryOperator<App.Fetch> how) {
    acts.add(
        (app, scene) -> {
          App.Fetch fetch = scene.fetch(app, "/" + path());
          if (!method.equals("GET")) {
            fetch.method(method);
          }
          return how.apply(fetch.signal(scene.stage().signalPort(), signalled)).go();
        });
    return this;
  }

  Scenario get() {
    return ask("GET", fetch -> fetch);
  }

  Scenario post() {
    return ask("POST", fetch -> fetch);
  }

  /** Does the documented clean-up calls on a client that was kept. */
  Scenario cleanUp(String client) {
    acts.add(
        (app, scene) -> {
          app.cleanUp(client);
          return List.of();
        });
    return this;
  }

  /** Drops a client that was kept, without a word, and the garbage is collected. */
  Scenario drop(String client) {
    acts.add(
        (app, scene) -> {
          app.forget(client);
          app.stat();
          return List.of();
        });
    return this;
  }

  /** Waits until the server has done everything that it does. */
  Scenario whenQuiet() {
    acts.add(
        (app, scene) -> {
          scene.stage().awaitQuiet();
          return List.of();
        });
    return this;
  }

  private String path() {
    return name.replaceAll("[^A-Za-z0-9]+", "-");
  }

  /** A library for which it means nothing, by its name. */
  Scenario notFor(String library) {
    return onlyFor(other -> !other.name().equals(library));
  }

  /** The libraries for which it means something. */
  Scenario onlyFor(Predicate<ClientLibrary> those) {
    audience = audience.and(those);
    return this;
  }

  boolean isFor(ClientLibrary library) {
    return audience.test(library);
  }

  /** Something happens to a call from outside, so that the machine decides where it is then. */
  Scenario racy() {
    racy = true;
    return anyMessage();
  }

  /** A request may succeed with the agent that always fails without. */
  Scenario orBetter() {
    mayBeBetter = true;
    return this;
  }

  /** The server does nothing about requests and says so: they may be sent a few times more. */
  Scenario refusing() {
    repetitions = 4;
    return this;
  }

  /** How often a POST may arrive for each time that it does without the agent. */
  int repetitions() {
    return repetitions;
  }

  /** Whether a connection is warm decides what the heads of requests say. */
  private Scenario anyHead() {
    compared = request -> request.replaceFirst("(?s) HTTP/.*?\r\n\r\n", " ");
    return this;
  }

  /** Whether a connection is warm decides how much of the bodies of requests arrives. */
  Scenario anyBody() {
    compared = request -> request.replaceFirst("(?s)\r\n\r\n.*", "");
    return this;
  }

  /** What has to be the same of a request that a server was sent. */
  String compared(String request) {
    return compared.apply(request);
  }

  boolean mayBeBetter() {
    return mayBeBetter;
  }

  boolean isRacy() {
    return racy;
  }

  /** Whether the pool has connections when it begins. */
  boolean isWarm() {
    return warm;
  }

  boolean hasExactMessages() {
    return exactMessages;
  }

  Scene open() {
    Stage other =
        otherPlay == null
            ? null
            : new Stage(
                otherScheme,
                otherScheme.equals("https")
                    ? tls(TestTls.server(), socket -> socket)
                    : Stage.Opening.PLAIN,
                new Http1(otherPlay, false),
                null);
    return new Scene(
        this,
        new Stage(scheme, opening, speech.protocol(actsBeforeTheBody), other),
        other,
        door == null ? null : new Door(door));
  }

  /** Plays it once; answers what the application sees. */
  List<Outcome> play(App app, Scene scene) throws IOException {
    if (warm) {
      scene.fetch(app, "/warm").clients(3).go();
      scene.stage().awaitQuiet();
    }
    scene.begin();
    List<Outcome> outcomes = new ArrayList<>();
    for (Act act : acts.isEmpty() ? get().acts : acts) {
      outcomes.addAll(act.by(app, scene));
    }
    return outcomes;
  }

  @Override
  public String toString() {
    return name;
  }
}
