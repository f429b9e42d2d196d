package io.poolingagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * TLS contexts that applications make anew for each client: they share connections exactly if they
 * are equal by content. Each request tells the server from which content it comes, and the server
 * looks who was presented to it on which connection in which session.
 *
 * <p>The seed is in the output and in a failure's message; {@code -Dit.seed=N} repeats a run,
 * {@code -Dit.pairs=N} makes it longer.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TlsContentIT {
  private static final long SEED = Long.getLong("it.seed", System.nanoTime());
  private static final int PAIRS = Integer.getInteger("it.pairs", 50);

  /** The parts of a description and their values; the empty one leaves the part out. */
  private static final Map<String, List<String>> PARTS =
      new TreeMap<>(
          Map.of(
              "protocol", List.of("", "TLSv1.2", "TLSv1.3"),
              "extra", List.of("", "0", "1"),
              "manager", List.of("", "pinned", "mutable", "anonymous", "all"),
              "field", List.of("a", "b"),
              "key", List.of("", "1", "2"),
              "alias", List.of("x", "y"),
              "wrong", List.of("", "1", "2"),
              "timeout", List.of("", "77")));

  private static final List<String> VERIFIERS = List.of("", "any", "only:a.test", "only:b.test");

  /** The second is Apache 4.0's way to put it. */
  private static final String[] NOT_TRUSTED = {
    "SSLHandshakeException", "SSLPeerUnverifiedException"
  };

  private static final Map<String, App> APPS = new LinkedHashMap<>();
  private static Path keys = Path.of("made before all");

  @BeforeAll
  static void makeKeys(@TempDir Path folder) throws Exception {
    keys = folder;
    for (String name : List.of("client1", "client2", "stranger")) {
      Process keytool =
          new ProcessBuilder(
                  JavaHome.running().tool("keytool"),
                  "-genkeypair",
                  "-alias",
                  "client",
                  "-keyalg",
                  "EC",
                  "-groupname",
                  "secp256r1",
                  "-dname",
                  "CN=" + name,
                  "-ext",
                  "san=dns:localhost",
                  "-validity",
                  "30",
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  TestTls.PASSWORD,
                  "-keystore",
                  keys.resolve(name + ".p12").toString())
              .inheritIO()
              .start();
      assertThat(keytool.waitFor()).isZero();
    }
  }

  @AfterAll
  static void close() {
    APPS.values().forEach(App::close);
  }

  /** A library, and how many clients of a kind it leaves alone before it shares. */
  record Tried(ClientLibrary library, int before) {
    boolean hasVerifiers() {
      return library.name().startsWith("okhttp") || library.name().startsWith("apache");
    }

    /** The library's application, one for all cases. */
    App app() {
      return APPS.computeIfAbsent(
          toString(),
          name ->
              library.withAgent(
                  // The idle connections of hundreds of contents are not to close each other.
                  new String[] {
                    "max-pools=100000", "max-connections-per-host=100000", "max-connections=100000"
                  },
                  new String[] {"-Dtls.keys=" + keys}));
    }

    @Override
    public String toString() {
      return library.toString();
    }
  }

  static Stream<Tried> libraries() {
    return Stream.of(
        new Tried(ClientLibrary.okHttp("3.14.9"), 0),
        new Tried(ClientLibrary.okHttp("5.5.1"), 0),
        new Tried(ClientLibrary.urlConnection(17), 0),
        new Tried(ClientLibrary.jdk(17), 1),
        new Tried(ClientLibrary.jdk(25), 1),
        new Tried(ClientLibrary.apache4("4.3.6"), 0),
        new Tried(ClientLibrary.apache4("4.5.14"), 0),
        new Tried(ClientLibrary.apache4Legacy("4.0.3"), 0),
        new Tried(ClientLibrary.apache4Legacy("4.5.14"), 0),
        new Tried(ClientLibrary.apache5("5.0"), 0),
        new Tried(ClientLibrary.apache5("5.6.5"), 0),
        new Tried(ClientLibrary.commonsHttpClient3(), 0));
  }

  /** What a client is made of, and what that comes to. */
  private record Content(Map<String, String> parts, String verifier) {

    static Content random(Random random, boolean verifiers) {
      Map<String, String> parts = new TreeMap<>();
      PARTS.forEach((part, values) -> parts.put(part, any(values, random)));
      if (random.nextInt(4) != 0) {
        parts.put("wrong", "");
      }
      return new Content(parts, verifiers ? any(VERIFIERS, random) : "");
    }

    /** The same but for one part, or the same altogether. */
    Content changed(Random random, boolean verifiers) {
      Map<String, String> changed = new TreeMap<>(parts);
      String part = any(List.copyOf(PARTS.keySet()), random);
      switch (random.nextInt(verifiers ? 4 : 3)) {
        case 0:
          return this;
        case 3:
          return new Content(parts, any(VERIFIERS, random));
        default:
          changed.put(part, any(PARTS.getOrDefault(part, List.of()), random));
          return new Content(changed, verifier);
      }
    }

    private static String any(List<String> values, Random random) {
      return values.get(random.nextInt(values.size()));
    }

    private String part(String name) {
      return parts.getOrDefault(name, "");
    }

    /** Without what has no effect: two clients may share exactly if this is the same. */
    String identity() {
      Map<String, String> rest = new TreeMap<>(parts);
      rest.put("verifier", verifier);
      if (part("manager").isEmpty() || part("manager").equals("all")) {
        rest.remove("field");
      }
      if (part("manager").equals("all")) {
        rest.remove("extra");
      }
      if (part("key").isEmpty()) {
        rest.remove("alias");
        rest.remove("wrong");
      }
      rest.remove("wrong", part("key"));
      rest.values().removeIf(String::isEmpty);
      return rest.toString();
    }

    boolean isComparable() {
      return !part("manager").equals("mutable");
    }

    /** The server cannot verify the key, or gets none. */
    boolean handshakeFails() {
      return !part("key").isEmpty()
          && !part("wrong").isEmpty()
          && !part("wrong").equals(part("key"));
    }

    String presented() {
      return part("key").isEmpty() ? "null" : "CN=client" + part("key");
    }

    Map<String, String> config() {
      StringBuilder description = new StringBuilder();
      parts.forEach(
          (part, value) -> {
            if (!value.isEmpty()) {
              description.append(part).append('=').append(value).append(';');
            }
          });
      return verifier.isEmpty()
          ? Map.of("tls", description.toString())
          : Map.of("tls", description.toString(), "tlsVerifier", verifier);
    }
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void contexts_share_exactly_if_they_are_equal_by_content(Tried tried) throws Exception {
    int pairs = PAIRS / 12;
    System.out.println(pairs + " pairs of TLS contexts for " + tried + ", seed " + SEED);
    Random random = new Random(SEED);
    int client = 0;
    App app = tried.app();
    try (Upstream upstream =
        Upstream.builder().mutualTls(server(TestTls.store("server.p12"))).start()) {
      for (int pair = 0; pair < pairs; pair++) {
        Content one = Content.random(random, tried.hasVerifiers());
        Content other = one.changed(random, tried.hasVerifiers());
        for (Content content : List.of(one, other, one, other)) {
          String own = content.isComparable() ? "" : " no. " + client++;
          Outcome outcome =
              app.fetch(upstream.url("/x"))
                  .config(content.config())
                  .header("X-Client", content.identity() + own)
                  .header("X-Presented", content.presented())
                  .header("X-Pair", Integer.toString(pair))
                  .one();
          assertThat(outcome.ok())
              .as("seed %d: %s %s", SEED, content, outcome)
              .isEqualTo(!content.handshakeFails());
        }
      }
      app.jvm().checkAgentErrors();
      assertThat(mixed(upstream.valuesByConnection("X-Client")))
          .as("connections, seed %d", SEED)
          .isEmpty();
      assertThat(mixed(upstream.valuesByTlsSession("X-Client")))
          .as("TLS sessions, seed %d", SEED)
          .isEmpty();
      assertThat(upstream.requests())
          .as("certificates, seed %d", SEED)
          .allMatch(
              request -> String.valueOf(request.peer()).equals(request.header("X-Presented")));
      // And those that are equal do share: the two or four clients of a pair.
      Map<String, Set<Integer>> apart = connections(upstream);
      apart.values().removeIf(connections -> connections.size() <= 1 + tried.before());
      assertThat(apart).as("equal and yet apart, seed %d", SEED).isEmpty();
    }
  }

  /** The connections of each pair's equal clients. */
  private static Map<String, Set<Integer>> connections(Upstream upstream) {
    Function<Upstream.Request, String> clients =
        request -> request.header("X-Pair") + " " + request.header("X-Client");
    return upstream.requests().stream()
        .collect(
            Collectors.groupingBy(
                clients, Collectors.mapping(Upstream.Request::connection, Collectors.toSet())));
  }

  private static List<Set<String>> mixed(Collection<Set<String>> values) {
    return values.stream().filter(set -> set.size() > 1).toList();
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void who_verifies_never_travels_on_the_connection_of_one_who_does_not(Tried tried)
      throws Exception {
    App app = tried.app();
    try (Upstream stranger = Upstream.builder().mutualTls(server(store("stranger.p12"))).start()) {
      for (int i = 0; i < 4; i++) {
        assertThat(fetch(app, stranger, "manager=all").ok()).isTrue();
        for (String strict : List.of("manager=jdk", "manager=pinned", "manager=mutable")) {
          assertThat(fetch(app, stranger, strict).exception()).containsAnyOf(NOT_TRUSTED);
        }
      }
      assertThat(stranger.valuesByConnection("X-Client"))
          .hasSizeBetween(1, 1 + tried.before())
          .allMatch(Set.of("manager=all")::equals);
    }
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void who_initialises_a_context_anew_changes_nothing_for_those_with_an_equal_one(Tried tried)
      throws Exception {
    App app = tried.app();
    try (Upstream trusted =
            Upstream.builder().mutualTls(server(TestTls.store("server.p12"))).start();
        Upstream stranger = Upstream.builder().mutualTls(server(store("stranger.p12"))).start()) {
      for (String strict : List.of("keep=first", "keep=second", "manager=jdk", "manager=jdk")) {
        assertThat(fetch(app, trusted, strict).ok()).isTrue();
      }
      assertThat(trusted.connections()).isBetween(1, 1 + tried.before());
      for (String lax : List.of("again=first;manager=all", "again=second;manager=all")) {
        for (Upstream upstream : List.of(trusted, stranger)) {
          assertThat(fetch(app, upstream, lax).ok()).isTrue();
        }
      }
      for (int i = 0; i < 3; i++) {
        assertThat(fetch(app, trusted, "manager=jdk").ok()).isTrue();
        assertThat(fetch(app, stranger, "manager=jdk").exception()).containsAnyOf(NOT_TRUSTED);
      }
      assertThat(trusted.valuesByConnection("X-Client"))
          .noneMatch(
              values ->
                  values.stream().anyMatch(value -> value.endsWith("all"))
                      && values.stream().anyMatch(value -> !value.endsWith("all")));
    }
  }

  /** A context that only itself is equal to is still not what it was. */
  @ParameterizedTest
  @MethodSource("libraries")
  void who_initialises_its_context_anew_is_not_served_by_what_it_trusted_before(Tried tried)
      throws Exception {
    App app = tried.app();
    try (Upstream upstream =
        Upstream.builder().mutualTls(server(TestTls.store("server.p12"))).start()) {
      for (String tls : List.of("keep=own;manager=mutable", "same=own", "same=own", "same=own")) {
        assertThat(fetch(app, upstream, tls).ok()).isTrue();
      }
      assertThat(upstream.connections()).isBetween(1, 1 + tried.before());
      for (String tls : List.of("again=own;manager=nobody", "same=own", "same=own")) {
        assertThat(fetch(app, upstream, tls).exception()).containsAnyOf(NOT_TRUSTED);
      }
    }
  }

  private static Outcome fetch(App app, Upstream upstream, String tls) {
    return app.fetch(upstream.url("/x")).config("tls", tls).header("X-Client", tls).one();
  }

  private static KeyStore store(String name) throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(keys.resolve(name).toFile(), TestTls.PASSWORD.toCharArray());
  }

  /** Lets in whoever proves to have a key. */
  private static SSLContext server(KeyStore key) throws GeneralSecurityException {
    KeyManagerFactory keyManagers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(key, TestTls.PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), new TrustManager[] {new Anybody()}, null);
    return context;
  }

  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
