package io.poolingagent.it.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.poolingagent.app.startup.LateProperties;
import io.poolingagent.app.startup.Quiet;
import io.poolingagent.it.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the JDK reads once, when a class is initialised, must still be open when the application's
 * {@code main} begins: log manager, MBean server, security providers, TLS, HTTP, name service.
 */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class BeforeMainIT {

  private static final String[] TOO_EARLY = {
    "java.util.logging.",
    "sun.util.logging.",
    "java.lang.System$LoggerFinder",
    "jdk.internal.logger.",
    "java.lang.management.",
    "javax.management.",
    "com.sun.jmx.",
    "sun.management.",
    "javax.net.ssl.",
    "sun.security.ssl.",
    "sun.security.jca.Provider",
    "java.security.SecureRandom",
    "java.util.UUID",
    "java.net.http.",
    "net.bytebuddy.",
    "jdk.internal.net.http.",
    "sun.net.www.http.",
    "java.net.InetAddress",
    "java.net.Socket",
    "okhttp3.",
    "net.bytebuddy.agent.",
    "io.micrometer.",
    "com.typesafe.",
    "org.slf4j.LoggerFactory",
  };

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.startup.Apps#jdks")
  void properties_set_in_main_are_still_in_time(int jdk) {
    ForkedJvm.Exit without = Apps.app(LateProperties.class, jdk).run();
    ForkedJvm.Exit with = Apps.app(LateProperties.class, jdk).flags(Apps.javaagent()).run();

    assertThat(without.stdout())
        .isEqualTo(
            """
            log manager: OwnLogManager
            builder: asked for null
            domain: DefaultDomain
            protocols: [TLSv1.2]
            """);
    assertThat(with.stdout()).isEqualTo(without.stdout());
    assertThat(with.stderr()).matches(Apps.ONE_LINE);
  }

  /** Loading a class does no harm; its static initialiser is what reads the properties. */
  @ParameterizedTest
  @MethodSource("io.poolingagent.it.startup.Apps#jdks")
  void nothing_is_initialised_early_that_is_not_without_the_agent(int jdk) throws IOException {
    assumeTrue(jdk >= 9, "Java 8 does not log what it initialises");
    Set<String> without = initialisedBeforeMain(jdk, "-Dno=agent");
    Set<String> with = initialisedBeforeMain(jdk, Apps.javaagent());
    with.removeAll(without);

    assertThat(with).contains("io.poolingagent.agent.Agent");
    assertThat(with)
        .filteredOn(name -> Stream.of(TOO_EARLY).anyMatch(name::startsWith))
        .as("initialised before main because of the agent")
        .isEmpty();
  }

  private Set<String> initialisedBeforeMain(int jdk, String flag) throws IOException {
    Path log = Files.createTempFile(folder, "classes", ".log");
    Apps.app(Quiet.class, jdk)
        .flags("-Xlog:class+init=info:file=" + log + ":none:filecount=0", flag)
        .run();
    Set<String> names = new LinkedHashSet<>();
    for (String line : Files.readAllLines(log)) {
      int quote = line.indexOf(" Initializing '");
      if (quote < 0) {
        continue;
      }
      int begin = quote + " Initializing '".length();
      String name = line.substring(begin, line.indexOf('\'', begin)).replace('/', '.');
      if (name.equals(Quiet.class.getName())) {
        return names;
      }
      names.add(name);
    }
    throw new AssertionError("the application was never initialised");
  }
}
