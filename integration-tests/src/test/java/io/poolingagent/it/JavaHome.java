package io.poolingagent.it;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;

/** An installed JDK to fork. */
public record JavaHome(Path path, int feature) {

  /** The JDK that runs the tests. */
  public static JavaHome running() {
    return new JavaHome(Path.of(System.getProperty("java.home")), Runtime.version().feature());
  }

  /**
   * A JDK of this feature release: the running one, or where the system property {@code jdk.N} or
   * the environment variable {@code JAVA_HOME_N} points, or what lies in /usr/lib/jvm. Where there
   * is none the test is skipped, saying so.
   */
  public static JavaHome of(int feature) {
    if (Runtime.version().feature() == feature) {
      return running();
    }
    List<String> named = new ArrayList<>();
    named.add(System.getProperty("jdk." + feature, ""));
    named.add(System.getenv().getOrDefault("JAVA_HOME_" + feature, ""));
    for (String home : named) {
      if (!home.isEmpty()) {
        return new JavaHome(Path.of(home), feature);
      }
    }
    try (DirectoryStream<Path> homes =
        Files.newDirectoryStream(Path.of("/usr/lib/jvm"), "*" + feature + "*")) {
      for (Path home : homes) {
        if (Files.isExecutable(home.resolve("bin/java")) && release(home) == feature) {
          return new JavaHome(home, feature);
        }
      }
    } catch (IOException e) {
      // No such folder on this system: the same as no JDK in it.
    }
    return Assumptions.abort(
        "SKIPPED: no JDK "
            + feature
            + " here (-Djdk."
            + feature
            + "=HOME, JAVA_HOME_"
            + feature
            + ", /usr/lib/jvm)");
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

  /** A tool of this JDK, such as {@code java}. */
  public String tool(String name) {
    return path.resolve("bin").resolve(name).toString();
  }

  @Override
  public String toString() {
    return "JDK " + feature;
  }
}
