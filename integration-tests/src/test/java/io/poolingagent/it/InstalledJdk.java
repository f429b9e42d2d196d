package io.poolingagent.it;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A JDK on this machine. */
record InstalledJdk(Path path, int feature) implements JavaHome {

  /**
   * Where the system property {@code jdk.N} or the environment variable {@code JAVA_HOME_N} points,
   * or what lies in /usr/lib/jvm.
   */
  static Optional<JavaHome> find(int feature) {
    List<String> named = new ArrayList<>();
    named.add(System.getProperty("jdk." + feature, ""));
    named.add(System.getenv().getOrDefault("JAVA_HOME_" + feature, ""));
    for (String home : named) {
      if (!home.isEmpty()) {
        return Optional.of(new InstalledJdk(Path.of(home), feature));
      }
    }
    try (DirectoryStream<Path> homes =
        Files.newDirectoryStream(Path.of("/usr/lib/jvm"), "*" + feature + "*")) {
      for (Path home : homes) {
        if (Files.isExecutable(home.resolve("bin/java")) && release(home) == feature) {
          return Optional.of(new InstalledJdk(home, feature));
        }
      }
    } catch (IOException e) {
      // No such folder on this system: the same as no JDK in it.
    }
    return Optional.empty();
  }

  private static int release(Path home) throws IOException {
    Path file = home.resolve("release");
    if (!Files.isReadable(file)) {
      return -1;
    }
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("JAVA_VERSION=")) {
        String version = line.substring("JAVA_VERSION=".length()).replace("\"", "");
        String feature = version.startsWith("1.") ? version.substring(2) : version;
        return Integer.parseInt(feature.toLowerCase(Locale.ROOT).split("[^0-9]", 2)[0]);
      }
    }
    return -1;
  }

  @Override
  public String tool(String name) {
    return path.resolve("bin").resolve(name).toString();
  }

  @Override
  public Process start(List<String> arguments, Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>(List.of(tool("java")));
    command.addAll(arguments);
    return builder(command, environment).start();
  }

  @Override
  public Process startScript(List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = builder(command, environment);
    builder.environment().put("JAVA_HOME", path.toString());
    return builder.start();
  }

  private static ProcessBuilder builder(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command);
    // What this machine sets for its own JVMs must not change what the tests see.
    builder
        .environment()
        .keySet()
        .removeAll(
            List.of(
                "JAVA_TOOL_OPTIONS",
                "_JAVA_OPTIONS",
                "JDK_JAVA_OPTIONS",
                "SSL_CERT_FILE", // MinIO's client trusts nothing else then
                "SSL_CERT_DIR"));
    builder.environment().putAll(environment);
    return builder;
  }

  @Override
  public String toString() {
    return "JDK " + feature;
  }
}
