package io.poolingagent.it.startup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.JavaHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tools of the JDK that are started where JAVA_TOOL_OPTIONS names the agent. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class JdkToolsIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.startup.Apps#jdks")
  void work_and_print_what_they_printed_before(int jdk) throws Exception {
    Path source = folder.resolve("Empty.java");
    Files.writeString(source, "class Empty {}");
    List<List<String>> commands =
        List.of(
            List.of("javac", "-d", folder.toString(), source.toString()),
            List.of("javap", "-cp", folder.toString(), "Empty"),
            List.of(
                "jar",
                "--create",
                "--file",
                folder + "/empty.jar",
                "-C",
                folder.toString(),
                "Empty.class"),
            List.of(
                "keytool",
                "-J-Duser.language=en",
                "-genkeypair",
                "-keystore",
                folder + "/a.p12",
                "-storepass",
                "changeit",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=a"),
            List.of("jcmd", "-h"));
    for (List<String> command : commands) {
      Run without = run(jdk, command, "");
      Files.deleteIfExists(folder.resolve("a.p12"));
      Run with = run(jdk, command, Apps.javaagent());
      Files.deleteIfExists(folder.resolve("a.p12"));

      assertThat(with.code).as(command.toString()).isEqualTo(without.code).isZero();
      assertThat(with.output)
          .isEqualTo("Picked up JAVA_TOOL_OPTIONS: " + Apps.javaagent() + "\n" + without.output);
    }
    assertThat(folder.resolve("Empty.class")).exists();
  }

  private record Run(int code, String output) {}

  private Run run(int jdk, List<String> command, String options)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(command);
    line.set(0, JavaHome.of(jdk).tool(command.get(0)));
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    if (!options.isEmpty()) {
      builder.environment().put("JAVA_TOOL_OPTIONS", options);
    }
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends: " + line).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), Files.readString(output, UTF_8));
  }
}
