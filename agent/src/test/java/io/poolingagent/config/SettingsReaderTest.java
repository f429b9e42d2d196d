package io.poolingagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poolingagent.pool.Limits;
import io.poolingagent.pool.Limits.OnExhausted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class SettingsReaderTest {
  private static final List<String> CLIENTS = List.of("okhttp3", "jdk");

  @TempDir Path folder;

  @Test
  void nothing_set_gives_the_defaults_of_the_list() throws Exception {
    Settings settings = arguments(null);

    assertThat(settings.enabled()).isTrue();
    assertThat(settings.mode()).isEqualTo(Mode.POOL);
    assertThat(settings.limitsFor("any.example")).isEqualTo(Limits.defaults());
    assertThat(settings.nonIdempotent()).isEqualTo(NonIdempotent.VALIDATED);
    assertThat(settings.validatedIdleNanos()).isEqualTo(Duration.ofSeconds(1).toNanos());
    assertThat(settings.forHost("any.example").http2StreamsPerConnection()).isEqualTo(1);
    assertThat(settings.forHost("any.example").force()).isFalse();
    assertThat(settings.maxPools()).isEqualTo(200);
    assertThat(settings.excludeCallers()).isEmpty();
    assertThat(settings.clientEnabled("okhttp3")).isTrue();
    assertThat(settings.jmx()).isTrue();
    assertThat(settings.report()).isNull();
    assertThat(settings.logLevel()).isEqualTo(LogLevel.INFO);
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void every_setting_of_the_list_is_read_from_arguments_properties_and_variables()
      throws Exception {
    for (Setting each : Setting.values()) {
      if (each == Setting.ENVIRONMENT) {
        continue; // shows an effect only with a file: see Environments
      }
      String value = sample(each);
      String variable =
          "POOLING_" + each.key().replace('-', '_').toUpperCase(java.util.Locale.ROOT);
      Settings fromArguments = read(each.key() + "=" + value, Map.of(), Map.of());
      Settings fromProperties = read(null, Map.of("pooling." + each.key(), value), Map.of());
      Settings fromVariables = read(null, Map.of(), Map.of(variable, value));

      assertThat(describe(fromArguments)).as(each.key()).isNotEqualTo(describe(arguments(null)));
      assertThat(describe(fromProperties)).as(each.key()).isEqualTo(describe(fromArguments));
      assertThat(describe(fromVariables)).as(variable).isEqualTo(describe(fromArguments));
    }
  }

  @Nested
  class Precedence {
    @Test
    void arguments_win_over_properties_over_variables_over_the_file() throws Exception {
      Path file = file("keep-alive = 4s\nmax-lifetime = 4m\nacquire-timeout = 4s\nmax-pools = 4");
      Settings settings =
          read(
              "keep-alive=1s,config=" + file,
              Map.of("pooling.keep-alive", "2s", "pooling.max-lifetime", "2m"),
              Map.of(
                  "POOLING_KEEP_ALIVE", "3s",
                  "POOLING_MAX_LIFETIME", "3m",
                  "POOLING_ACQUIRE_TIMEOUT", "3s"));

      Limits limits = settings.limitsFor("any");
      assertThat(limits.keepAlive()).isEqualTo(Duration.ofSeconds(1));
      assertThat(limits.maxLifetime()).isEqualTo(Duration.ofMinutes(2));
      assertThat(limits.acquireTimeout()).isEqualTo(Duration.ofSeconds(3));
      assertThat(settings.maxPools()).isEqualTo(4);
    }

    @Test
    void the_file_may_be_named_by_a_property_or_a_variable() throws Exception {
      String file = file("max-pools = 7").toString();

      assertThat(read(null, Map.of("pooling.config", file), Map.of()).maxPools()).isEqualTo(7);
      assertThat(read(null, Map.of(), Map.of("POOLING_CONFIG", file)).maxPools()).isEqualTo(7);
    }

    @Test
    void a_profile_in_a_higher_source_wins_over_a_limit_in_a_lower_one() throws Exception {
      Path file = file("max-connections-per-host = 7");

      assertThat(arguments("profile=large,config=" + file).limitsFor("any").maxConnectionsPerHost())
          .isEqualTo(30);
    }

    @Test
    void a_limit_beside_a_profile_wins_over_it() throws Exception {
      Limits limits = arguments("max-connections-per-host=17,profile=large").limitsFor("any");

      assertThat(limits.maxConnectionsPerHost()).isEqualTo(17);
      assertThat(limits.maxIdlePerHost()).isEqualTo(15);
    }
  }

  @Nested
  class Exhaustion {
    @ParameterizedTest
    @ValueSource(strings = {"max-connections-per-host=5", "max-connections=5", "profile=small"})
    void waits_once_the_operator_sets_a_limit(String arguments) throws Exception {
      assertThat(arguments(arguments).limitsFor("any").onExhausted()).isEqualTo(OnExhausted.WAIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-idle-per-host=5", "keep-alive=5s", "mode=pool"})
    void overflows_when_no_limit_of_connections_is_set(String arguments) throws Exception {
      assertThat(arguments(arguments).limitsFor("any").onExhausted())
          .isEqualTo(OnExhausted.OVERFLOW);
    }

    @Test
    void does_what_the_operator_says_in_any_case() throws Exception {
      assertThat(arguments("profile=small,on-exhausted=fail").limitsFor("any").onExhausted())
          .isEqualTo(OnExhausted.FAIL);
      assertThat(arguments("profile=small,on-exhausted=overflow").limitsFor("any").onExhausted())
          .isEqualTo(OnExhausted.OVERFLOW);
    }

    @Test
    void a_limit_of_one_host_makes_that_host_wait_and_no_other() throws Exception {
      Settings settings = arguments("hosts.a.example.max-connections-per-host=2");

      assertThat(settings.limitsFor("a.example").onExhausted()).isEqualTo(OnExhausted.WAIT);
      assertThat(settings.limitsFor("b.example").onExhausted()).isEqualTo(OnExhausted.OVERFLOW);
    }
  }

  @ParameterizedTest
  @CsvSource({"small,10,5", "medium,20,10", "large,30,15"})
  void presets(String profile, int connections, int idle) throws Exception {
    Limits limits = arguments("profile=" + profile).limitsFor("any");

    assertThat(limits.maxConnectionsPerHost()).isEqualTo(connections);
    assertThat(limits.maxIdlePerHost()).isEqualTo(idle);
  }

  @Nested
  class Hosts {
    @Test
    void the_exact_name_wins_over_the_longer_suffix_over_the_shorter_one_setting_by_setting()
        throws Exception {
      Path file =
          file(
              "keep-alive = 1s, max-pending = 1, acquire-timeout = 1s, max-lifetime = 1m\n"
                  + "hosts {\n"
                  + "  \"*.internal\" { max-pending = 2, acquire-timeout = 2s, max-lifetime = 2m }\n"
                  + "  \"*.eu.internal\" { acquire-timeout = 3s, max-lifetime = 3m }\n"
                  + "  \"api.eu.internal\" { max-lifetime = 4m }\n"
                  + "}");
      Limits limits = arguments("config=" + file).limitsFor("api.eu.internal");

      assertThat(limits.keepAlive()).isEqualTo(Duration.ofSeconds(1));
      assertThat(limits.maxPending()).isEqualTo(2);
      assertThat(limits.acquireTimeout()).isEqualTo(Duration.ofSeconds(3));
      assertThat(limits.maxLifetime()).isEqualTo(Duration.ofMinutes(4));
    }

    @Test
    void a_suffix_covers_names_of_any_depth_but_not_itself_and_no_other_ending() throws Exception {
      Settings settings = arguments("hosts.*.internal.max-pending=7");

      assertThat(settings.limitsFor("a.internal").maxPending()).isEqualTo(7);
      assertThat(settings.limitsFor("a.b.internal").maxPending()).isEqualTo(7);
      assertThat(settings.limitsFor("internal").maxPending()).isEqualTo(1024);
      assertThat(settings.limitsFor("notinternal").maxPending()).isEqualTo(1024);
      assertThat(settings.limitsFor("a.internal.example").maxPending()).isEqualTo(1024);
    }

    @Test
    void case_trailing_dot_and_brackets_do_not_matter() throws Exception {
      Settings settings =
          arguments("hosts.API.Example.com.max-pending=7,hosts.[::1].max-pending=8");

      assertThat(settings.limitsFor("api.example.COM.").maxPending()).isEqualTo(7);
      assertThat(settings.limitsFor("::1").maxPending()).isEqualTo(8);
      assertThat(settings.limitsFor("[::1]").maxPending()).isEqualTo(8);
    }

    @Test
    void a_profile_and_every_policy_can_be_given_per_host() throws Exception {
      Settings settings =
          arguments(
              "hosts.a.profile=small,hosts.a.non-idempotent=fresh,hosts.a.force=true,"
                  + "hosts.a.validated-idle=2s,hosts.a.http2-streams-per-connection=50");
      HostSettings a = settings.forHost("a");

      assertThat(a.limits().maxConnectionsPerHost()).isEqualTo(10);
      assertThat(a.nonIdempotent()).isEqualTo(NonIdempotent.FRESH);
      assertThat(a.force()).isTrue();
      assertThat(a.validatedIdleNanos()).isEqualTo(Duration.ofSeconds(2).toNanos());
      assertThat(a.http2StreamsPerConnection()).isEqualTo(50);
      assertThat(settings.forHost("b")).isSameAs(settings.forHost("c"));
    }

    @Test
    void a_block_in_the_file_and_an_argument_for_the_same_host_add_up() throws Exception {
      Path file = file("hosts { a.example { keep-alive = 3s, max-pending = 3 } }");
      Limits limits =
          arguments("hosts.a.example.max-pending=9,config=" + file).limitsFor("a.example");

      assertThat(limits.keepAlive()).isEqualTo(Duration.ofSeconds(3));
      assertThat(limits.maxPending()).isEqualTo(9);
    }
  }

  @Nested
  class Environments {
    private static final String FILE =
        "max-pools = 1, jmx = false\n"
            + "hosts { \"a\" { max-pending = 1 } }\n"
            + "environments {\n"
            + "  staging { max-pools = 2, hosts { \"a\" { max-pending = 2 } } }\n"
            + "  production { max-pools = 3 }\n"
            + "}";

    @Test
    void the_selected_block_is_laid_over_the_file() throws Exception {
      Settings settings = arguments("environment=staging,config=" + file(FILE));

      assertThat(settings.maxPools()).isEqualTo(2);
      assertThat(settings.limitsFor("a").maxPending()).isEqualTo(2);
      assertThat(settings.jmx()).isFalse();
    }

    @Test
    void none_is_applied_unless_it_is_selected() throws Exception {
      assertThat(arguments("config=" + file(FILE)).maxPools()).isEqualTo(1);
    }

    @Test
    void a_higher_source_still_wins() throws Exception {
      assertThat(arguments("max-pools=9,environment=staging,config=" + file(FILE)).maxPools())
          .isEqualTo(9);
    }

    @Test
    void the_file_itself_may_select_one() throws Exception {
      assertThat(arguments("config=" + file("environment = production\n" + FILE)).maxPools())
          .isEqualTo(3);
    }

    @Test
    void an_unknown_one_is_an_error_that_names_the_nearest() throws Exception {
      assertError(
          "environment=stagin,config=" + file(FILE),
          "agent argument environment: unknown environment; did you mean staging?");
    }
  }

  @Nested
  class SettingsFiles {
    @Test
    void profiles_can_be_defined_and_presets_redefined() throws Exception {
      Path file =
          file(
              "profiles { tiny { max-connections-per-host = 2, keep-alive = 1s }"
                  + ", small { max-connections-per-host = 11 } }");
      Limits tiny = arguments("profile=tiny,config=" + file).limitsFor("any");
      Limits small = arguments("profile=small,config=" + file).limitsFor("any");

      assertThat(tiny.maxConnectionsPerHost()).isEqualTo(2);
      assertThat(tiny.keepAlive()).isEqualTo(Duration.ofSeconds(1));
      assertThat(tiny.onExhausted()).isEqualTo(OnExhausted.WAIT);
      assertThat(small.maxConnectionsPerHost()).isEqualTo(11);
      assertThat(small.maxIdlePerHost()).isEqualTo(5);
    }

    @Test
    void clients_can_be_switched_off_in_every_source() throws Exception {
      Path file = file("clients { okhttp3.enabled = false }");

      assertThat(arguments("config=" + file).clientEnabled("okhttp3")).isFalse();
      assertThat(arguments("config=" + file).clientEnabled("jdk")).isTrue();
      assertThat(arguments("clients.jdk.enabled=false").clientEnabled("jdk")).isFalse();
      assertThat(
              read(null, Map.of(), Map.of("POOLING_CLIENTS_JDK_ENABLED", "no"))
                  .clientEnabled("jdk"))
          .isFalse();
      assertThat(arguments("clients.okhttp3.enabled=true,config=" + file).clientEnabled("okhttp3"))
          .isTrue();
    }

    @Test
    void lists_are_lists_in_the_file_and_colon_separated_in_arguments() throws Exception {
      Path file = file("exclude-callers = [com.acme.a, com.acme.B]");

      assertThat(arguments("config=" + file).excludeCallers())
          .containsExactly("com.acme.a", "com.acme.B");
      assertThat(arguments("exclude-callers=com.acme.a:com.acme.B").excludeCallers())
          .containsExactly("com.acme.a", "com.acme.B");
    }

    @Test
    void keys_of_the_file_may_be_reused_but_the_process_environment_is_not_read() throws Exception {
      assertThat(
              arguments(
                      "config="
                          + file(
                              "jmx = off, mode = pool\nmax-pools = 3\nmax-pending = ${max-pools}"))
                  .limitsFor("any")
                  .maxPending())
          .isEqualTo(3);
      Path secret = file("max-pools = ${PATH}");

      assertThatThrownBy(() -> arguments("config=" + secret))
          .isInstanceOf(SettingsException.class)
          .hasMessage(
              secret
                  + ":1: a ${...} here names no key of this file, or itself; the environment and"
                  + " system properties are not read");
      Path property = file("report = ${user.home}");
      assertThatThrownBy(() -> arguments("config=" + property))
          .isInstanceOf(SettingsException.class);
    }

    @Test
    void a_file_that_refers_to_itself_is_an_error() throws Exception {
      for (String content : List.of("mode = ${mode}", "a = ${b}\nb = ${a}")) {
        Path file = file(content);
        assertThatThrownBy(() -> arguments("config=" + file))
            .isInstanceOf(SettingsException.class)
            .hasMessageContaining("names no key of this file, or itself");
      }
    }

    /** Each of these would fill the heap or take days, before the application begins. */
    @Test
    void a_small_file_cannot_grow() throws Exception {
      for (String twice :
          List.of(
              "a%2$d = ${a%1$d}${a%1$d}",
              "a%2$d { x = ${a%1$d}, y = ${a%1$d} }",
              "a%2$d = [${a%1$d}, ${a%1$d}]",
              "a%2$d = ${a%1$d} ${a%1$d} [x]",
              "exclude-callers += a")) {
        Path file = file(lines(40, twice));
        assertError("config=" + file, file + ": more than 16 ${...} and +=");

        Path few = file(lines(8, twice));
        try {
          arguments("config=" + few);
        } catch (SettingsException alsoFine) {
          assertThat(alsoFine).message().hasSizeLessThan(1_000);
        }
      }
    }

    private String lines(int count, String line) {
      return IntStream.range(0, count)
          .mapToObj(i -> String.format(line, i, i + 1))
          .collect(Collectors.joining("\n"));
    }

    /** The path may be another application's file by mistake, with that application's secrets. */
    @ParameterizedTest
    @ValueSource(
        strings = {
          "password = hunter2 = x",
          "db { hunter2",
          "hunter2",
          "password = \"hunter2",
          "password = \"\\hunter2\"",
          "password = ${hunter2",
          "password = hunter2\npassword += x",
          "a = {x = 1}\na = ${a} hunter2 [1]",
          "[hunter2]",
          "password = hunter2",
          "db { password = hunter2 }",
          "url = \"https://user:hunter2@db\"",
          "\"https://user:hunter2@db\" { keep-alive = 3s }",
          "hosts { \"https://user:hunter2@db\" { keep-alive = 3s } }",
          "hosts { \"user:hunter2@db\" { keep-alive = 3 } }",
          "mode = \"user:hunter2@db\"",
        })
    void what_a_file_holds_beside_settings_is_not_told(String content) throws Exception {
      Path file = file(content);

      assertThatThrownBy(() -> arguments("config=" + file))
          .isInstanceOf(SettingsException.class)
          .hasMessageStartingWith(file.toString())
          .message()
          .doesNotContain("hunter2")
          .hasLineCount(1);
    }

    @Test
    void includes_are_refused_wherever_they_point() throws Exception {
      Path other = file("max-pools = 5");
      for (String what :
          List.of(
              "\"" + other + "\"",
              "file(\"" + other + "\")",
              "url(\"file:" + other + "\")",
              "classpath(\"reference.conf\")",
              "required(file(\"" + other + "\"))")) {
        Path file = file("include " + what);

        assertThatThrownBy(() -> arguments("config=" + file))
            .as(what)
            .isInstanceOf(SettingsException.class)
            .hasMessageMatching(Pattern.quote(file.toString()) + "(:1)?: include is not supported");
      }
    }

    @Test
    void an_error_names_file_and_line() throws Exception {
      Path file = file("mode = pool\n\nkeep-alive = 30\n");
      assertError(
          "config=" + file,
          file + ":3: keep-alive: '30' is not a duration such as 500ms, 30s, 5m or 1h");

      Path unknown = file("hosts {\n \"api.example.com\" {\n max-idel-per-host = 3\n}}\n");
      assertError(
          "config=" + unknown,
          unknown
              + ":3: hosts.api.example.com.max-idel-per-host: unknown setting; did you mean"
              + " max-idle-per-host?");
    }

    @Test
    void an_error_in_a_block_that_is_not_selected_is_an_error_today() throws Exception {
      Path file = file("environments { staging { hosts { a { keep-alive = soon } } } }");
      assertError(
          "config=" + file,
          file
              + ":1: environments.staging.hosts.a.keep-alive: 'soon' is not a duration such as"
              + " 500ms, 30s, 5m or 1h");
    }

    @Test
    void a_syntax_error_names_file_and_line_in_one_line() throws Exception {
      Path file = file("mode = pool\nhosts {\n");

      assertThatThrownBy(() -> arguments("config=" + file))
          .isInstanceOf(SettingsException.class)
          .hasMessageStartingWith(file + ":3: this is not HOCON")
          .message()
          .doesNotContain("\n");
    }

    @Test
    void a_file_that_cannot_be_read_is_an_error_that_says_who_named_it() throws Exception {
      Path missing = folder.resolve("missing.conf");
      assertError("config=" + missing, "agent argument config: there is no file " + missing);
      assertError(
          "config=" + folder, "agent argument config: " + folder + " is not a regular file");

      Path large = folder.resolve("large.conf");
      Files.write(large, new byte[SettingsFile.LARGEST_BYTES + 1]);
      assertThatThrownBy(() -> read(null, Map.of("pooling.config", large.toString()), Map.of()))
          .hasMessage("system property pooling.config: " + large + " is larger than 65536 bytes");

      Path binary = folder.resolve("binary.conf");
      Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
      assertThatThrownBy(() -> read(null, Map.of(), Map.of("POOLING_CONFIG", binary.toString())))
          .hasMessage("environment variable POOLING_CONFIG: " + binary + " is not UTF-8 text");
    }

    @Test
    void nesting_without_end_is_an_error_like_any_other() throws Exception {
      Path file = file("a {".repeat(100_000));

      assertThatThrownBy(() -> arguments("config=" + file)).isInstanceOf(SettingsException.class);
    }

    @Test
    void a_file_cannot_name_another_file() throws Exception {
      Path file = file("config = other.conf");

      assertThatThrownBy(() -> arguments("config=" + file))
          .isInstanceOf(SettingsException.class)
          .hasMessageStartingWith(file + ":1: config: cannot stand here");
    }
  }

  @Nested
  class Errors {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "max-conections-per-host=5 | max-connections-per-host",
          "maxIdlePerHost=5 | max-idle-per-host",
          "max_idle_per_host=5 | max-idle-per-host",
          "keepalive=5s | keep-alive",
          "kep-alvie=5s | keep-alive",
          "enabeld=true | enabled",
          "jxm=true | jmx",
          "hosts.a.max-penidng=5 | max-pending",
        })
    void an_unknown_key_names_the_nearest_one(String argument, String nearest) {
      String key = argument.substring(0, argument.indexOf('='));
      assertError(
          argument, "agent argument " + key + ": unknown setting; did you mean " + nearest + "?");
    }

    @Test
    void an_unknown_key_that_is_near_to_nothing_lists_what_there_is() {
      assertThatThrownBy(() -> arguments("colour=green"))
          .hasMessageStartingWith("agent argument colour: unknown setting; possible are enabled, ")
          .hasMessageEndingWith("log-level");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "enabled=maybe | 'maybe' is not true or false",
          "mode=watch | 'watch' is not one of pool, observe",
          "max-connections=0 | '0' is not a whole number of at least 1",
          "max-connections=-1 | '-1' is not a whole number of at least 1",
          "max-connections=1e3 | '1e3' is not a whole number of at least 1",
          "max-connections=99999999999 | '99999999999' is not a whole number of at least 1",
          "max-idle-per-host=-1 | '-1' is not a whole number of at least 0",
          "keep-alive=30 | '30' is not a duration such as 500ms, 30s, 5m or 1h",
          "keep-alive=-1s | '-1s' is not a duration such as 500ms, 30s, 5m or 1h",
          "keep-alive=s | 's' is not a duration such as 500ms, 30s, 5m or 1h",
          "keep-alive=9999999999999999d | '9999999999999999d' is not a duration such as 500ms, 30s, 5m or 1h",
          "keep-alive=400d | '400d' is longer than 365d",
          "max-lifetime=0s | '0s' is not longer than 0",
          "profile= | '' is empty",
          "log-level=loud | 'loud' is not one of off, error, warn, info, debug",
        })
    void a_bad_value_says_what_is_accepted(String argument, String problem) {
      String key = argument.substring(0, argument.indexOf('='));
      assertError(argument, "agent argument " + key + ": " + problem);
    }

    @Test
    void the_source_is_named() {
      assertThatThrownBy(() -> read(null, Map.of("pooling.jmx", "x"), Map.of()))
          .hasMessage("system property pooling.jmx: 'x' is not true or false");
      assertThatThrownBy(() -> read(null, Map.of("pooling.jmxx", "x"), Map.of()))
          .hasMessage("system property pooling.jmxx: unknown setting; did you mean jmx?");
      assertThatThrownBy(() -> read(null, Map.of(), Map.of("POOLING_JMX", "x")))
          .hasMessage("environment variable POOLING_JMX: 'x' is not true or false");
    }

    @Test
    void a_setting_of_the_jvm_cannot_be_given_per_host() {
      assertThatThrownBy(() -> arguments("hosts.a.mode=observe"))
          .hasMessageStartingWith("agent argument hosts.a.mode: cannot stand here; possible are")
          .hasMessageContaining("keep-alive");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "hosts.a*.keep-alive=1s | 'a*' is not a host name, an address, or *.suffix",
          "hosts.*.keep-alive=1s | '*' is not a host name, an address, or *.suffix",
          "hosts.a:443.keep-alive=1s | 'a:443' is not a host name, an address, or *.suffix",
          "hosts.keep-alive=1s | write hosts.NAME.SETTING",
          "clients.jdk.keep-alive=1s | cannot stand here; possible are enabled",
          "clients.enabled=false | write clients.NAME.SETTING",
          "clients.okhttp.enabled=false | unknown client; did you mean okhttp3?",
          "profile=tinny | unknown profile; possible are small, medium, large",
          "profile=smal | unknown profile; did you mean small?",
          "environments.x=1 | write environments.NAME.SETTING",
        })
    void blocks_are_checked(String argument, String problem) {
      String key = argument.substring(0, argument.indexOf('='));
      assertError(argument, "agent argument " + key + ": " + problem);
    }

    @Test
    void an_argument_without_a_value_says_how_to_write_it() {
      assertError(
          "mode=pool,observe",
          "agent argument observe: write key=value,key=value (lists with colons)");
    }

    @Test
    void what_was_written_cannot_forge_lines_or_fill_the_log() {
      assertThatThrownBy(() -> arguments("mode=x\nfake line"))
          .hasMessage("agent argument mode: 'x fake line' is not one of pool, observe");
      assertThatThrownBy(() -> arguments("mode=" + "x".repeat(10_000)))
          .message()
          .hasSizeLessThan(600);
    }

    @Test
    void spaces_and_empty_pairs_do_not_matter() throws Exception {
      assertThat(arguments(" max-pools = 3 ,, jmx=off,").maxPools()).isEqualTo(3);
      assertThat(arguments("").maxPools()).isEqualTo(200);
    }
  }

  @Nested
  class ForeignVariables {
    @Test
    void an_unknown_variable_is_passed_over_because_the_environment_belongs_to_all()
        throws Exception {
      Settings settings =
          read(
              null,
              Map.of(),
              Map.of(
                  "POOLING_SERVICE_HOST", "10.0.0.1",
                  "POOLING_SERVICE_PORT", "80",
                  "POOLING_PORT_80_TCP", "tcp://10.0.0.1:80",
                  "POOLING_PORT_80_TCP_PROTO", "tcp",
                  "POOLING_PORT", "tcp://10.0.0.1:80"));

      assertThat(settings.warnings()).isEmpty();
      assertThat(describe(settings)).isEqualTo(describe(arguments(null)));
    }

    @Test
    void one_that_was_probably_meant_as_a_setting_is_a_warning() throws Exception {
      assertThat(read(null, Map.of(), Map.of("POOLING_KEEPALIVES", "5s")).warnings())
          .containsExactly(
              "environment variable POOLING_KEEPALIVES is not a setting and was ignored; did you"
                  + " mean POOLING_KEEP_ALIVE?");
    }

    @Test
    void an_empty_variable_is_not_set() throws Exception {
      assertThat(read(null, Map.of(), Map.of("POOLING_MODE", "")).mode()).isEqualTo(Mode.POOL);
    }
  }

  @Test
  void the_file_library_is_not_loaded_when_no_file_is_named() throws Exception {
    // A loader of its own for our classes, which reports what is asked of it.
    List<String> asked = new java.util.concurrent.CopyOnWriteArrayList<>();
    ClassLoader loader = new RecordingLoader(asked);
    Class<?> reader = loader.loadClass(SettingsReader.class.getName());

    reader
        .getMethod("read", String.class, java.util.Collection.class)
        .invoke(null, "profile=small,hosts.a.keep-alive=3s", CLIENTS);

    assertThat(asked)
        .contains(Settings.class.getName())
        .noneMatch(n -> n.startsWith("com.typesafe"));
    assertThat(asked).doesNotContain(SettingsFile.class.getName());
  }

  @Test
  void switches_answer_new_settings_and_keep_the_rest() throws Exception {
    Settings settings = arguments("profile=small,clients.jdk.enabled=false");
    Settings off = settings.withEnabled(false).withMode(Mode.OBSERVE);

    assertThat(off.enabled()).isFalse();
    assertThat(off.mode()).isEqualTo(Mode.OBSERVE);
    assertThat(off.limitsFor("any")).isEqualTo(settings.limitsFor("any"));
    assertThat(off.clientEnabled("jdk")).isFalse();
    assertThat(settings.enabled()).isTrue();
    assertThat(settings.mode()).isEqualTo(Mode.POOL);
  }

  private static final class RecordingLoader extends ClassLoader {
    private final List<String> asked;

    RecordingLoader(List<String> asked) {
      super(SettingsReader.class.getClassLoader());
      this.asked = asked;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      asked.add(name);
      if (!name.startsWith("io.poolingagent.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try (var in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** A value that is not the default and makes a difference that {@link #describe} sees. */
  private String sample(Setting setting) throws IOException {
    switch (setting) {
      case CONFIG:
        return file("max-pools = 77").toString();
      case PROFILE:
        return "small";
      case REPORT:
        return "counts.properties";
      default:
        return sampleOf(setting.standard());
    }
  }

  private static String sampleOf(Object standard) {
    if (standard instanceof Boolean flag) {
      return flag ? "false" : "true";
    } else if (standard instanceof Integer) {
      return "7";
    } else if (standard instanceof Duration) {
      return "7s";
    } else if (standard instanceof List) {
      return "com.acme";
    }
    Object[] choices = ((Enum<?>) standard).getDeclaringClass().getEnumConstants();
    return choices[choices.length - 1].toString();
  }

  private static String describe(Settings settings) {
    HostSettings host = settings.forHost("any");
    return String.join(
        " ",
        String.valueOf(settings.enabled()),
        String.valueOf(settings.mode()),
        host.limits().toString(),
        String.valueOf(host.nonIdempotent()),
        String.valueOf(host.validatedIdleNanos()),
        String.valueOf(host.force()),
        String.valueOf(host.http2StreamsPerConnection()),
        String.valueOf(settings.maxPools()),
        String.valueOf(settings.excludeCallers()),
        String.valueOf(settings.jmx()),
        String.valueOf(settings.report()),
        String.valueOf(settings.logLevel()));
  }

  private void assertError(String arguments, String message) {
    assertThatThrownBy(() -> arguments(arguments))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  private static Settings arguments(String arguments) throws SettingsException {
    return read(arguments, Map.of(), Map.of());
  }

  private static Settings read(
      String arguments, Map<String, String> properties, Map<String, String> variables)
      throws SettingsException {
    return SettingsReader.read(arguments, properties, variables, CLIENTS);
  }

  private Path file(String content) throws IOException {
    Path file = Files.createTempFile(folder, "pooling", ".conf");
    Files.writeString(file, content);
    return file;
  }
}
