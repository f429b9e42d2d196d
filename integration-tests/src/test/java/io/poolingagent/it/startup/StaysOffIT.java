package io.poolingagent.it.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.app.startup.OneCall;
import io.poolingagent.app.startup.Quiet;
import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When the agent cannot or should not work it says so in one line, and the application runs. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class StaysOffIT {

  private static final String APP_STDERR = "a line on stderr\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.startup.Apps#jdks")
  void a_second_copy_of_the_agent(int jdk) throws IOException {
    Path copy = folder.resolve("copy.jar");
    Files.copy(Apps.agentJar(), copy);
    String second =
        "pooling-agent: another copy of the agent runs in this JVM; this one stays off .*\n";

    for (Path other : new Path[] {Apps.agentJar(), copy}) {
      ForkedJvm.Exit exit =
          Apps.app(Quiet.class, jdk).flags(Apps.javaagent(), Apps.javaagent(other)).run();

      assertThat(exit.stderr()).matches(Apps.ONE_LINE + second + APP_STDERR);
      assertThat(exit.stdout()).isEqualTo("started with []\n");
      assertThat(exit.code()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 17})
  void a_security_manager(int jdk) {
    ForkedJvm.Exit exit =
        Apps.app(Quiet.class, jdk).flags(Apps.javaagent(), "-Djava.security.manager").run();

    assertThat(exit.stderr().replaceAll("WARNING: .*\n", ""))
        .matches(
            "pooling-agent: not started, the application is not affected: a security manager .*\n"
                + APP_STDERR);
    assertThat(exit.code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-idel-per-host=3 | agent argument max-idel-per-host: unknown setting; did you mean"
            + " max-idle-per-host?",
        "keep-alive=30 | agent argument keep-alive: '30' is not a duration such as 500ms, 30s, 5m"
            + " or 1h",
        "config=/missing.conf | agent argument config: there is no file /missing.conf",
      })
  void settings_that_cannot_be_understood(String argument, String problem) {
    ForkedJvm.Exit exit = Apps.app(Quiet.class).flags(Apps.javaagent(argument)).run();

    assertStaysOff(exit, Pattern.quote(problem));
  }

  @Test
  void a_settings_file_with_an_error() throws IOException {
    Path file = folder.resolve("pooling.conf");
    Files.writeString(file, "mode = pool\nhosts {\n  \"a.example\" { kep-alive = 3s }\n}\n");

    for (String flag :
        new String[] {Apps.javaagent("config=" + file), "-Dpooling.config=" + file}) {
      ForkedJvm.Exit exit =
          Apps.app(Quiet.class)
              .flags(flag)
              .flags(flag.startsWith("-D") ? new String[] {Apps.javaagent()} : new String[0])
              .run();

      assertStaysOff(
          exit,
          Pattern.quote(
              file + ":3: hosts.a.example.kep-alive: unknown setting; did you mean keep-alive?"));
    }
  }

  @Test
  void an_environment_variable_with_an_error() {
    ForkedJvm.Exit exit =
        Apps.app(Quiet.class).flags(Apps.javaagent()).environment("POOLING_MODE", "maybe").run();

    assertStaysOff(exit, "environment variable POOLING_MODE: 'maybe' is not one of pool, observe");
  }

  @Test
  void enabled_false() {
    ForkedJvm.Exit exit = Apps.app(Quiet.class).flags(Apps.javaagent("enabled=false")).run();

    assertThat(exit.stderr()).isEqualTo("pooling-agent: off (enabled=false)\n" + APP_STDERR);
  }

  /** Each of these is a part that the start needs; the jar may be damaged by a bad download. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "agent/io/poolingagent/agent/Agent.classdata",
        "agent/io/poolingagent/config/Settings.classdata",
        "agent/io/poolingagent/weave/BridgeInstaller.classdata",
        "agent/java/lang/PoolingBridge.classdata",
        "io/poolingagent/AgentClassLoader.class",
      })
  void a_jar_without_one_of_its_parts(String missing) throws IOException {
    Path jar = damaged(missing, bytes -> null);

    assertStaysOff(Apps.app(Quiet.class).flags(Apps.javaagent(jar)).run(), ".*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "agent/io/poolingagent/agent/Agent.classdata",
        "agent/io/poolingagent/weave/Linker.classdata",
        "agent/java/lang/PoolingBridge.classdata",
      })
  void a_jar_with_a_damaged_part(String part) throws IOException {
    Path jar =
        damaged(
            part,
            bytes -> {
              bytes[0] ^= 0x55;
              return bytes;
            });

    assertStaysOff(Apps.app(Quiet.class).flags(Apps.javaagent(jar)).run(), ".*");
  }

  /** Damage that shows only when a client is woven or created: it works as without the agent. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "agent/io/poolingagent/client/okhttp3/Adapter.classdata",
        "agent/io/poolingagent/pool/SharedPool.classdata",
        "agent/io/poolingagent/audit/Audit.classdata",
        "agent/net/bytebuddy/asm/Advice.classdata",
      })
  void a_client_works_whatever_part_of_the_jar_is_missing(String missing) throws IOException {
    Path jar = damaged(missing, bytes -> null);
    try (Upstream upstream = Upstream.http()) {
      ForkedJvm.Exit exit =
          Apps.app(OneCall.class)
              .flags(Apps.javaagent(jar))
              .arguments(upstream.url("/echo"), "3")
              .run();

      assertThat(exit.code()).isZero();
      assertThat(exit.stdout()).isEqualTo("200 GET /echo \n".repeat(3));
      assertThat(upstream.connections()).isEqualTo(3);
      assertThat(exit.stderr()).startsWith("pooling-agent: ");
    }
  }

  @Test
  void a_path_with_spaces_and_signs_is_none_of_these() throws IOException {
    Path jar = Files.createDirectory(folder.resolve("a b+c%20é#")).resolve("pooling agent.jar");
    Files.copy(Apps.agentJar(), jar);

    ForkedJvm.Exit exit = Apps.app(Quiet.class).flags(Apps.javaagent(jar)).run();

    assertThat(exit.stderr()).matches(Apps.ONE_LINE + APP_STDERR);
  }

  private static void assertStaysOff(ForkedJvm.Exit exit, String problem) {
    assertThat(exit.stderr())
        .matches(
            "pooling-agent: not started, the application is not affected: "
                + problem
                + "\n"
                + APP_STDERR);
    assertThat(exit.stdout()).isEqualTo("started with []\n");
    assertThat(exit.code()).isZero();
  }

  /** A copy of the jar in which one entry is changed, or left out. */
  private Path damaged(String entry, UnaryOperator<byte @Nullable []> damage) throws IOException {
    Path copy = Files.createTempFile(folder, "damaged", ".jar");
    boolean found = false;
    try (ZipFile jar = new ZipFile(Apps.agentJar().toFile());
        OutputStream file = Files.newOutputStream(copy);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (Enumeration<? extends ZipEntry> all = jar.entries(); all.hasMoreElements(); ) {
        ZipEntry each = all.nextElement();
        byte[] bytes;
        try (InputStream in = jar.getInputStream(each)) {
          bytes = in.readAllBytes();
        }
        if (each.getName().equals(entry)) {
          found = true;
          bytes = damage.apply(bytes);
        }
        if (bytes != null) {
          out.putNextEntry(new ZipEntry(each.getName()));
          out.write(bytes);
          out.closeEntry();
        }
      }
    }
    assertThat(found).as(entry + " is in the jar").isTrue();
    return copy;
  }
}
