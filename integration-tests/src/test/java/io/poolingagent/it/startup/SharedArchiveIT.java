package io.poolingagent.it.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.poolingagent.app.startup.Quiet;
import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.JavaHome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Class data sharing, which halves the start-up of small applications, stays on. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class SharedArchiveIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.startup.Apps#jdks")
  void the_jdk_s_own_archive_is_used(int jdk) throws IOException {
    assumeTrue(jdk >= 9, "Java 8 logs otherwise");
    Path log = folder.resolve("classes.log");
    // on: the JVM refuses to start when it cannot use the archive.
    ForkedJvm.Exit exit =
        Apps.app(Quiet.class, jdk).flags("-Xshare:on", classLog(log), Apps.javaagent()).run();

    assertThat(exit.code()).isZero();
    assertThat(exit.stderr()).matches(Apps.ONE_LINE + "a line on stderr\n");
    assertThat(source(log, "java.lang.Thread")).isEqualTo("shared objects file");
  }

  /**
   * On 25 the JVM itself says three lines when an archive of an application meets any agent; the
   * application's classes come from the archive there, too, but no agent can keep those lines away.
   */
  @ParameterizedTest
  @ValueSource(ints = {17, 21})
  void an_archive_of_the_application_is_used(int jdk) throws IOException {
    Path jar = jarOf(Quiet.class);
    Path archive = folder.resolve("app.jsa");
    app(jar, jdk).flags("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off").run();
    assertThat(archive).isRegularFile();
    Path without = folder.resolve("without.log");
    Path with = folder.resolve("with.log");

    app(jar, jdk).flags("-XX:SharedArchiveFile=" + archive, classLog(without)).run();
    ForkedJvm.Exit exit =
        app(jar, jdk)
            .flags("-XX:SharedArchiveFile=" + archive, classLog(with), Apps.javaagent())
            .run();

    assertThat(source(without, Quiet.class.getName())).isEqualTo("shared objects file (top)");
    assertThat(source(with, Quiet.class.getName())).isEqualTo("shared objects file (top)");
    assertThat(exit.stderr()).matches(Apps.ONE_LINE + "a line on stderr\n");
  }

  private static ForkedJvm.Builder app(Path jar, int jdk) {
    return ForkedJvm.of(Quiet.class.getName()).java(JavaHome.of(jdk)).classPath(jar);
  }

  private static String classLog(Path file) {
    return "-Xlog:class+load=info:file=" + file + ":none:filecount=0";
  }

  private static String source(Path log, String className) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.stream()
        .filter(line -> line.startsWith(className + " source: "))
        .map(line -> line.substring((className + " source: ").length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(className + " was not loaded"));
  }

  private Path jarOf(Class<?> type) throws IOException {
    Path jar = folder.resolve("app.jar");
    String name = type.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new ZipEntry(name));
      out.write(Files.readAllBytes(Apps.classes().resolve(name)));
      out.closeEntry();
    }
    return jar;
  }
}
