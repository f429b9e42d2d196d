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

  /** The stages of one scenario while it is played. */
  record Scene(Scenario scenario, Stage stage, @Nullable Stage other) implements AutoCloseable {

    /** An address that the application asks for. */
    String url(String path) {
      return scenario.proxied && other != null ? other.url(path) : stage.url(path);
    }

    App.Fetch fetch(App app, String path) {
      // Apache HttpClient 5 waits a second before it repeats a request, thousands of times here.
      App.Fetch fetch = app.fetch(url(path)).config(scenario.config).config("retryInterval", "10");
      return scenario.proxied ? fetch.config("proxy", "127.0.0.1:" + stage.port()) : fetch;
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
    }
  }

  private final String name;
  private final Stage.Play play;
  private final Map<String, String> config = new LinkedHashMap<>();
  private final List<Act> acts = new ArrayList<>();
  private String scheme = "http";
  private Stage.Opening opening = Stage.Opening.PLAIN;
  private boolean actsBeforeTheBody;
  private boolean warm = true;
  private boolean proxied;
  private boolean exactMessages = true;
  private boolean racy;
  private boolean mayBeBetter;
  private String meaningless = "";
  private Stage.@Nullable Play otherPlay;
  private String otherScheme = "http";

  private Scenario(String name, Stage.Play play) {
    this.name = name;
    this.play = play;
  }

  /** A scenario in which the server does this about each request. */
  static Scenario of(String name, Stage.Play play) {
    return new Scenario(name, play);
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
    meaningless = library;
    return this;
  }

  boolean isFor(ClientLibrary library) {
    return !library.name().equals(meaningless);
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
                otherPlay,
                false,
                null);
    return new Scene(this, new Stage(scheme, opening, play, actsBeforeTheBody, other), other);
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
