package io.poolingagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pairs of client configurations, made up at random, that differ in one connection-relevant
 * setting. However they come about, a connection and a TLS session carry requests of one
 * configuration only.
 *
 * <p>The seed is in the output and in a failure's message; {@code -Dit.seed=N} repeats a run,
 * {@code -Dit.pairs=N} makes it longer.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Order(2) // takes minutes
class RandomPairsIT {

  private static final long SEED = Long.getLong("it.seed", System.nanoTime());
  private static final int PAIRS = Integer.getInteger("it.pairs", 300);

  /**
   * Without a pool of the application's own: the agent leaves it alone, and OkHttp itself lets the
   * clients of one pool share connections though their socket factories differ.
   */
  private static final List<ClientSetting> OKHTTP =
      ClientSetting.OKHTTP.stream().filter(ClientSetting::decidesTls).toList();

  /** Its managers for several clients keep the settings of the client that came first. */
  private static final List<ClientSetting> APACHE5 =
      ClientSetting.APACHE5.stream().filter(ClientSetting::decidesTls).toList();

  /** A library, its settings, and its share of the pairs. */
  record Tried(ClientLibrary library, List<ClientSetting> settings, int pairs) {
    @Override
    public String toString() {
      return pairs + " pairs for " + library;
    }
  }

  static Stream<Tried> libraries() {
    return Stream.of(
        new Tried(ClientLibrary.okHttp("3.0.0"), OKHTTP, PAIRS / 10),
        new Tried(ClientLibrary.okHttp("3.14.9"), OKHTTP, PAIRS / 10),
        new Tried(ClientLibrary.okHttp("4.12.0"), OKHTTP, PAIRS / 10),
        new Tried(ClientLibrary.okHttp("5.5.1"), OKHTTP, PAIRS / 10),
        new Tried(ClientLibrary.jdk(17), ClientSetting.JDK, PAIRS / 10),
        new Tried(ClientLibrary.apache4("4.3.6"), ClientSetting.APACHE4, PAIRS / 14),
        new Tried(ClientLibrary.apache4("4.5.14"), ClientSetting.APACHE4, PAIRS / 14),
        new Tried(ClientLibrary.apache4Legacy("4.0.3"), ClientSetting.APACHE4_LEGACY, PAIRS / 14),
        new Tried(ClientLibrary.apache4Legacy("4.5.14"), ClientSetting.APACHE4_LEGACY, PAIRS / 14),
        new Tried(ClientLibrary.apache5("5.0"), APACHE5, PAIRS / 14),
        new Tried(ClientLibrary.apache5("5.6.5"), APACHE5, PAIRS / 14),
        new Tried(
            ClientLibrary.commonsHttpClient3(), ClientSetting.COMMONS_HTTP_CLIENT_3, PAIRS / 14));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void configurations_that_differ_in_one_setting_never_share_a_connection(Tried tried) {
    System.out.println(tried + ", seed " + SEED);
    Random random = new Random(SEED);
    int requests = 0;
    // Under a hard limit the first client of a configuration is pooled as well.
    try (App app = tried.library().withAgent("max-pools=100000", "on-exhausted=wait");
        Upstream upstream = Upstream.https()) {
      for (int pair = 0; pair < tried.pairs(); pair++) {
        Map<String, String> one = new TreeMap<>();
        for (ClientSetting setting : tried.settings()) {
          if (setting.shares() && random.nextInt(3) == 0) {
            one.put(setting.name(), setting.values().get(random.nextInt(2)));
          }
        }
        ClientSetting different = tried.settings().get(random.nextInt(tried.settings().size()));
        Map<String, String> other = new TreeMap<>(one);
        one.put(different.name(), different.values().get(0));
        other.put(different.name(), different.values().get(1));
        // The last two can meet a used connection.
        for (Map<String, String> config : List.of(one, other, one, other)) {
          Outcome outcome =
              app.fetch(upstream.url("/x"))
                  .config(config)
                  .header("X-Client", identity(tried, config))
                  .header("X-Tls", tlsIdentity(tried, config))
                  .one();
          assertThat(outcome.ok()).as("seed %d: %s %s", SEED, config, outcome).isTrue();
          requests++;
        }
      }
      assertThat(mixed(upstream.valuesByConnection("X-Client")))
          .as("connections, seed %d", SEED)
          .isEmpty();
      assertThat(mixed(upstream.valuesByTlsSession("X-Tls")))
          .as("TLS sessions, seed %d", SEED)
          .isEmpty();
      // Or the above would be true because nothing was shared at all.
      assertThat(upstream.connections()).isLessThan(requests * 9 / 10);
    }
  }

  /** What a configuration comes to: a value that is the default is the same as none. */
  private static String identity(Tried tried, Map<String, String> config) {
    Map<String, String> rest = new TreeMap<>(config);
    tried.settings().forEach(setting -> rest.remove(setting.name(), setting.byDefault()));
    return rest.toString();
  }

  /**
   * What may resume a TLS session: an SSLContext that the application itself gives to several
   * clients (as the JDK's clients have their default one in common) resumes its sessions for all of
   * them, also without the agent.
   */
  private static String tlsIdentity(Tried tried, Map<String, String> config) {
    boolean ownContext = tried.settings() == OKHTTP && !config.containsKey("sslContext");
    return ownContext
        ? identity(tried, config)
        : config.get("sslContext") + " " + config.get("sslParameters");
  }

  private static List<Set<String>> mixed(Iterable<Set<String>> values) {
    List<Set<String>> mixed = new ArrayList<>();
    values.forEach(
        set -> {
          if (set.size() > 1) {
            mixed.add(set);
          }
        });
    return mixed;
  }
}
