package io.poolingagent.it.frameworks;

import io.poolingagent.it.frameworks.FrameworksIT.Expected;
import io.poolingagent.it.frameworks.FrameworksIT.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way that the Apache clients have to make a client, in versions that the contract does not
 * run, too. A client for each request, closed after it.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CreationIT {

  static Stream<Row> rows() {
    return Stream.of(
            Stream.of("default", "single", "thread-safe", "content-encoding")
                .map(way -> row("apache4", "4.1.3", way)),
            Stream.of(
                    "default",
                    "system-default",
                    "auto-retry",
                    "decompressing",
                    "old-basic",
                    "old-pooling")
                .map(way -> row("apache4", "4.2.6", way)),
            Stream.of("4.4.1", "4.5.3")
                .flatMap(
                    version ->
                        Stream.of("default", "createDefault", "certificate", "wrapped-pooling")
                            .map(way -> row("apache4", version, way))),
            Stream.of(
                    "default",
                    "system-default",
                    "auto-retry",
                    "content-encoding",
                    "decompressing",
                    "single",
                    "thread-safe",
                    "old-basic",
                    "old-pooling",
                    "createDefault",
                    "createSystem",
                    "createMinimal",
                    "minimal-pooling",
                    "builder",
                    "basic",
                    "pooling",
                    "wrapped-basic",
                    "wrapped-pooling",
                    "certificate")
                .map(way -> row("apache4", "4.5.14", way)),
            Stream.of("5.0", "5.6.5")
                .flatMap(
                    version ->
                        Stream.of(
                                "createDefault",
                                "createSystem",
                                "createMinimal",
                                "minimal-pooling",
                                "custom",
                                "basic",
                                "pooling",
                                "wrapped-basic",
                                "wrapped-pooling",
                                "manager-builder",
                                "certificate")
                            .map(way -> row("apache5", version, way))),
            Stream.of(row("apache5", "5.6.5", "certificate-strategy")),
            fluent("apache4", "4.5.14", "fluent-4"),
            fluent("apache5", "5.6.5", "fluent-5"))
        .flatMap(rows -> rows);
  }

  private static Row row(String library, String version, String way, String... more) {
    String[] jars = Arrays.copyOf(more, more.length + 1);
    jars[more.length] = "clients/" + library + "-" + version;
    return Row.of(way, library + " " + version, library + ":" + way, jars);
  }

  /** By itself it keeps one client for all. */
  private static Stream<Row> fluent(String library, String version, String jar) {
    return Stream.of(
        row(library, version, "fluent-request", jar)
            .except(Expected.REUSED_ANYWAY, Expected.REUSED_ANYWAY, ""),
        row(library, version, "fluent-executor", jar)
            .except(Expected.REUSED_ANYWAY, Expected.REUSED_ANYWAY, ""),
        row(library, version, "fluent-own", jar));
  }

  /** Those of the same jars, which run in one JVM. */
  static Collection<List<Row>> libraries() {
    Map<List<String>, List<Row>> byJars = new LinkedHashMap<>();
    rows().forEach(row -> byJars.computeIfAbsent(row.jars(), any -> new ArrayList<>()).add(row));
    return byJars.values();
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void a_client_for_each_request_gives_few_connections_and_the_same_answers(List<Row> ways) {
    FrameworksIT.compare(ways).forEach(System.out::println);
  }
}
