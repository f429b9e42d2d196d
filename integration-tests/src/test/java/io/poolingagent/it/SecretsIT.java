package io.poolingagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an application keeps secret stays there: an application of each library has the word {@value
 * #WORD} in every place where a secret can be, and nothing that the agent prints, writes or exports
 * holds it, as it says most ({@code log-level=debug}).
 */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SecretsIT {

  private static final String WORD = "s3cr3t";

  /** As headers carry it. */
  private static final String BASIC =
      Base64.getEncoder()
          .encodeToString(("user:" + WORD + "-basic").getBytes(StandardCharsets.UTF_8));

  @TempDir private Path folder;

  /** A library with the settings of its clients. */
  record Secretive(ClientLibrary library, List<ClientSetting> settings) {

    /** Those whose values are names, which the object that is set holds in a field. */
    List<String> named() {
      return settings.stream()
          .filter(setting -> setting.values().contains("A"))
          .map(ClientSetting::name)
          .toList();
    }

    @Override
    public String toString() {
      return library.toString();
    }
  }

  static Stream<Secretive> libraries() {
    return Stream.of(
        new Secretive(ClientLibrary.okHttp("5.5.1"), ClientSetting.OKHTTP),
        new Secretive(ClientLibrary.apache4("4.5.14"), ClientSetting.APACHE4),
        new Secretive(ClientLibrary.apache4Legacy("4.5.14"), ClientSetting.APACHE4_LEGACY),
        new Secretive(ClientLibrary.apache5("5.6.5"), ClientSetting.APACHE5),
        new Secretive(ClientLibrary.commonsHttpClient3(), ClientSetting.COMMONS_HTTP_CLIENT_3),
        new Secretive(ClientLibrary.jdk(17), ClientSetting.JDK),
        new Secretive(ClientLibrary.urlConnection(17), ClientSetting.URL_CONNECTION));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void nothing_that_the_agent_prints_writes_or_exports_holds_a_secret(Secretive app)
      throws IOException, GeneralSecurityException {
    String[] settings = {"log-level=debug", "max-connections-per-host=2", "on-exhausted=fail"};
    List<Outcome> exhausted;
    List<String> exported;
    ForkedJvm.Exit exit;
    String report;
    try (Upstream http = Upstream.http();
        Upstream https = Upstream.builder().mutualTls().start();
        App running = app.library().withAgent(settings, secretFlags())) {
      for (Upstream upstream : List.of(http, https)) {
        assertThat(secretive(running, upstream.url("/x")).clients(3).go()).allMatch(Outcome::ok);
        for (String setting : app.named()) {
          secretive(running, upstream.url("/x?token=" + WORD))
              .clients(3)
              .config(setting, WORD + "-" + setting)
              .go();
        }
        // Whatever becomes of these; some libraries refuse them.
        String userinfo = upstream.url("/x").replace("://", "://" + WORD + "-user:" + WORD + "@");
        secretive(running, userinfo).clients(3).go();
        for (String proxy : List.of("localhost:", WORD + "@localhost:")) {
          secretive(running, upstream.url("/x"))
              .clients(2)
              .config("proxy", proxy + http.port())
              .header("Proxy-Authorization", "Basic " + BASIC)
              .go();
        }
        secretive(running, userinfo.replace("localhost", "no-such-host.test")).go();
        secretive(running, upstream.url("/cookie/" + WORD)).clients(2).go();
        running
            .fetch(upstream.url("/x"))
            .clients(2)
            .header("Authorization", "Negotiate " + WORD)
            .go();
      }
      exhausted = secretive(running, http.url("/delay/300")).clients(8).threads(8).go();
      Console console = Console.of(running);
      console.awaitBean("io.poolingagent:type=Pool,*");
      console.awaitBean(Console.destination(http));
      console.awaitBean("io.poolingagent.metrics:name=pooling.connections.created,*");
      exported = console.everything();
      exit = running.jvm().end();
      report = running.jvm().report().toString();
    }
    String name = app.library().setting();
    assertThat(exported)
        .as("what is looked through")
        .anyMatch(text -> text.startsWith("io.poolingagent:type=Agent printAudit = " + name))
        .anyMatch(text -> text.startsWith("io.poolingagent:type=Pool,client=" + name))
        .anyMatch(text -> text.startsWith("thread pooling-agent-evictor"));
    assertThat(report).contains(name + ".created");
    assertThat(exhausted)
        .as("a limit was reached")
        .anyMatch(outcome -> outcome.exception() != null);

    assertThat(exported).allSatisfy(SecretsIT::holdsNoSecret);
    holdsNoSecret(report);
    holdsNoSecret(exit.stderr());
    holdsNoSecret(
        exit.stdout().lines().filter(line -> !line.startsWith("> ")).collect(Collectors.joining()));
    for (Outcome outcome : exhausted) {
      holdsNoSecret(String.valueOf(outcome.facts().get("message")));
    }
  }

  private static App.Fetch secretive(App app, String url) {
    return app.fetch(url)
        .header("Authorization", "Bearer " + WORD + "-token")
        .header("Cookie", "session=" + WORD)
        .header("X-Api-Key", WORD);
  }

  private static void holdsNoSecret(String text) {
    assertThat(text.toLowerCase(Locale.ROOT)).doesNotContain(WORD);
    assertThat(text).doesNotContain(BASIC);
  }

  /** Passwords that a JVM is started with; that of the key store opens a copy of the client's. */
  private String[] secretFlags() throws IOException, GeneralSecurityException {
    String password = WORD + "-store";
    KeyStore original = TestTls.store("client.p12");
    KeyStore copy = KeyStore.getInstance("PKCS12");
    copy.load(null, null);
    for (String alias : Collections.list(original.aliases())) {
      copy.setKeyEntry(
          alias,
          original.getKey(alias, TestTls.PASSWORD.toCharArray()),
          password.toCharArray(),
          original.getCertificateChain(alias));
    }
    Path file = folder.resolve("client.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      copy.store(out, password.toCharArray());
    }
    return new String[] {
      "-Djavax.net.ssl.keyStore=" + file,
      "-Djavax.net.ssl.keyStorePassword=" + password,
      "-Djavax.net.ssl.keyStoreType=PKCS12",
      "-Dhttp.proxyUser=" + WORD,
      "-Dhttp.proxyPassword=" + WORD,
      "-Dhttps.proxyPassword=" + WORD
    };
  }
}
