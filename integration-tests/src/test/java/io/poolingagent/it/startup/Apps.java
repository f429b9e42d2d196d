package io.poolingagent.it.startup;

import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.JavaHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The small applications of {@code io.poolingagent.app.startup} and what they run on. */
public final class Apps {

  private Apps() {}

  /** What the agent prints when all is well. */
  public static final String ONE_LINE = "pooling-agent: \\S+ pools [a-z0-9, ]+\n";

  /**
   * The JDKs to run on; a test asks {@link JavaHome#of} itself, so that only its case is skipped.
   */
  public static Stream<Integer> jdks() {
    return JavaHome.releases();
  }

  /** The jar that users get. */
  public static Path agentJar() {
    return Path.of(System.getProperty("agent.jar", "../agent/target/pooling-agent.jar"))
        .toAbsolutePath()
        .normalize();
  }

  /** The flag as a user writes it, without the report that {@link ForkedJvm.Builder#agent} adds. */
  public static String javaagent(String... settings) {
    return javaagent(agentJar(), settings);
  }

  /** The flag for another copy of the jar. */
  public static String javaagent(Path jar, String... settings) {
    return "-javaagent:" + jar + (settings.length == 0 ? "" : "=" + String.join(",", settings));
  }

  /** Starts to describe an application with OkHttp on its class path. */
  public static ForkedJvm.Builder app(Class<?> main, int jdk) {
    return app(main, JavaHome.of(jdk));
  }

  /** The same on the JDK of applications. */
  public static ForkedJvm.Builder app(Class<?> main) {
    return app(main, JavaHome.ofApplications());
  }

  /** The same on this JDK. */
  public static ForkedJvm.Builder app(Class<?> main, JavaHome java) {
    ForkedJvm.Builder builder = ForkedJvm.of(main.getName()).java(java).classPath(classes());
    okHttp("okhttp-3.14.9").forEach(builder::classPath);
    return builder;
  }

  /** A jar that lives beside the agent: another agent, or a loader of its own kind. */
  public static Path neighbour(String jar) {
    return Path.of(System.getProperty("neighbours.dir", "target/neighbours"))
        .resolve(jar)
        .toAbsolutePath();
  }

  /** The folder of the applications' classes. */
  public static Path classes() {
    return Path.of(System.getProperty("apps.dir", "target/classes")).toAbsolutePath();
  }

  /** The jars of a client library, see the module's pom. */
  public static List<Path> okHttp(String version) {
    Path folder = Path.of(System.getProperty("clients.dir", "target/clients")).resolve(version);
    try (Stream<Path> jars = Files.list(folder.toAbsolutePath())) {
      return jars.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
