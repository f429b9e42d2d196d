package io.poolingagent.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A JDK to fork. */
public sealed interface JavaHome permits InstalledJdk, JdkContainer {

  /** The JDK that runs the tests. */
  static JavaHome running() {
    return at(Path.of(System.getProperty("java.home")));
  }

  /** A runtime that was made of the JDK that runs the tests, in this folder. */
  static JavaHome at(Path home) {
    return new InstalledJdk(home, Runtime.version().feature());
  }

  /** The JDK of an application whose test asks for none: the one of {@code -Dit.jdk=N}, or ours. */
  static JavaHome ofApplications() {
    return chosen().map(JavaHome::of).orElseGet(JavaHome::running);
  }

  /**
   * The releases that a test about the JDK itself runs on: 17 and 25, or the one of {@code
   * -Dit.jdk=N}. The test asks {@link #of} itself, so that only its case is skipped.
   */
  static Stream<Integer> releases() {
    return chosen().map(Stream::of).orElseGet(() -> Stream.of(17, 25));
  }

  private static Optional<Integer> chosen() {
    return Optional.ofNullable(Integer.getInteger("it.jdk"));
  }

  /**
   * A JDK of this feature release: the running one, or an {@linkplain InstalledJdk#find installed}
   * one, or one in a {@linkplain JdkContainer container}.
   */
  static JavaHome of(int feature) {
    if (Runtime.version().feature() == feature) {
      return running();
    }
    return InstalledJdk.find(feature).orElseGet(() -> JdkContainer.of(feature));
  }

  /** The feature release. */
  int feature();

  /** A tool of this JDK, such as {@code javac}; where it has none the test is skipped. */
  String tool(String name);

  /** Starts {@code java} with these arguments, in this machine's environment and this more. */
  Process start(List<String> arguments, Map<String, String> environment) throws IOException;

  /** The same for a script that finds this JDK by the variable {@code JAVA_HOME}. */
  Process startScript(List<String> command, Map<String, String> environment) throws IOException;

  /** The third number of its version, as in 17.0.15; 0 where there is none. */
  default int update() {
    try {
      Process java = start(List.of("-version"), Map.of());
      String version = new String(java.getErrorStream().readAllBytes(), UTF_8);
      Matcher update = Pattern.compile("\"\\d+\\.\\d+\\.(\\d+)").matcher(version);
      return update.find() ? Integer.parseInt(update.group(1)) : 0;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
