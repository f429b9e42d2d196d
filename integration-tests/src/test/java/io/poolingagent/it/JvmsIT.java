package io.poolingagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.startup.Apps;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A thin slice of the contract on those JVMs on which the other tests do not run by themselves:
 * every client library in one application with a small heap. {@code -Dit.jdk=N} runs all tests on
 * one of them.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JvmsIT {

  /** By the name of their program: the libraries, and how many clients of each are left alone. */
  private static final Map<String, Integer> LIBRARIES = new LinkedHashMap<>();

  static {
    LIBRARIES.put("OkHttpProgram", 1);
    LIBRARIES.put("Apache4Program", 0);
    LIBRARIES.put("LegacyProgram", 0);
    LIBRARIES.put("Apache5Program", 1);
    LIBRARIES.put("CommonsProgram", 0);
    LIBRARIES.put("UrlConnectionProgram", 0);
    LIBRARIES.put("JdkProgram", 1);
  }

  static Stream<Integer> releases() {
    return Stream.of(8, 11, 21, 26);
  }

  @ParameterizedTest
  @MethodSource("releases")
  void fresh_clients_of_each_library_share_one_connection_and_stderr_stays_quiet(int release) {
    JavaHome java = JavaHome.of(release);
    ClientLibrary all =
        ClientLibrary.mixed(
                "okhttp-4.12.0", "apache4-4.5.14", "apache5-5.6.5", "commonshttpclient3")
            .on(java);
    String[] smallHeap = {"-XX:+UseSerialGC", "-Xmx64m"};
    try (App app = all.withAgent(new String[0], smallHeap);
        Upstream https = Upstream.https()) {
      LIBRARIES.forEach(
          (library, leftAlone) -> {
            if (release >= 11 || !library.equals("JdkProgram")) {
              share(app, library, leftAlone);
            }
          });
      shareHttp2(app, "OkHttpProgram", 0);
      if (release >= 11 && ClientLibrary.jdk(release).sharesHttp2()) {
        shareHttp2(app, "JdkProgram", 1);
      }
      assertThat(app.fetch(https.url("/x")).clients(500).threads(4).summary())
          .containsOnlyKeys("status=200");
      app.jvm().end();
      // Apache HttpClient 5 logs by SLF4J, which misses a logger.
      assertThat(app.jvm().stderr().replaceAll("SLF4J: .*\n", "")).matches(Apps.ONE_LINE);
    }
  }

  private static void share(App app, String library, int leftAlone) {
    try (Upstream http = Upstream.http();
        Upstream https = Upstream.https()) {
      for (Upstream upstream : new Upstream[] {http, https}) {
        assertThat(app.fetch(upstream.url("/x")).config("library", library).clients(5).go())
            .as(library)
            .allMatch(Outcome::ok);
        assertThat(upstream.connections()).as(library).isBetween(1, 1 + leftAlone);
        App.Fetch redirected = app.fetch(upstream.url("/redirect/2")).config("library", library);
        assertThat(redirected.config("redirects", "true").clients(3).go())
            .as(library)
            .allMatch(Outcome::ok);
      }
    }
  }

  private static void shareHttp2(App app, String library, int leftAlone) {
    try (Http2Upstream upstream = Http2Upstream.start()) {
      assertThat(app.fetch(upstream.url("/x")).config("library", library).clients(5).go())
          .as(library)
          .allMatch(Outcome::ok);
      assertThat(upstream.requests()).allMatch(request -> request.protocol().startsWith("HTTP/2"));
      assertThat(upstream.connections()).as(library).isBetween(1, 1 + leftAlone);
    }
  }

  /** They know how to find the trust manager of a socket factory on Java 8 only. */
  @Test
  void versions_of_okhttp_that_run_on_java_8_only_share_there() {
    try (App app = ClientLibrary.okHttp("3.2.0").on(JavaHome.of(8)).withAgent();
        Upstream https = Upstream.https()) {
      assertThat(app.fetch(https.url("/x")).clients(5).go()).allMatch(Outcome::ok);
      assertThat(https.connections()).isBetween(1, 2);
    }
  }
}
