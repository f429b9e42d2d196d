package io.poolingagent.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A client library in one version on one JDK, with the program that uses it. */
public record ClientLibrary(String name, String program, JavaHome java) {

  /** OkHttp in a version that the build fetched, see the module's pom. */
  public static ClientLibrary okHttp(String version) {
    return new ClientLibrary(
        "okhttp-" + version, "io.poolingagent.app.okhttp.OkHttpProgram", JavaHome.ofApplications());
  }

  /** The client of {@code java.net.http} in this JDK. */
  public static ClientLibrary jdk(int feature) {
    return jdk(JavaHome.of(feature));
  }

  /** The client of {@code java.net.http} in the JDK of applications. */
  public static ClientLibrary jdk() {
    return jdk(JavaHome.ofApplications());
  }

  private static ClientLibrary jdk(JavaHome java) {
    assumeTrue(java.feature() >= 11, "java.net.http came with Java 11");
    return new ClientLibrary("jdk", "io.poolingagent.app.jdk.JdkProgram", java);
  }

  /** {@code HttpURLConnection} of this JDK. */
  public static ClientLibrary urlConnection(int feature) {
    return urlConnection(JavaHome.of(feature));
  }

  /** {@code HttpURLConnection} of the JDK of applications. */
  public static ClientLibrary urlConnection() {
    return urlConnection(JavaHome.ofApplications());
  }

  private static ClientLibrary urlConnection(JavaHome java) {
    return new ClientLibrary(
        "urlconnection", "io.poolingagent.app.urlconnection.UrlConnectionProgram", java);
  }

  /** Apache HttpClient 4 by its builder, since 4.3. */
  public static ClientLibrary apache4(String version) {
    return new ClientLibrary(
        "apache4-" + version,
        "io.poolingagent.app.apache4.Apache4Program",
        JavaHome.ofApplications());
  }

  /** {@code DefaultHttpClient} of Apache HttpClient 4. */
  public static ClientLibrary apache4Legacy(String version) {
    return new ClientLibrary(
        "apache4-" + version,
        "io.poolingagent.app.apache4.LegacyProgram",
        JavaHome.ofApplications());
  }

  /** Commons HttpClient 3.1. */
  public static ClientLibrary commonsHttpClient3() {
    return new ClientLibrary(
        "commonshttpclient3",
        "io.poolingagent.app.commonshttpclient3.CommonsProgram",
        JavaHome.ofApplications());
  }

  /** Apache HttpClient 5, classic. */
  public static ClientLibrary apache5(String version) {
    return new ClientLibrary(
        "apache5-" + version,
        "io.poolingagent.app.apache5.Apache5Program",
        JavaHome.ofApplications());
  }

  /** Apache HttpClient 5, asynchronous. */
  public static ClientLibrary async5(String version) {
    return new ClientLibrary(
        "apache5-" + version,
        "io.poolingagent.app.apache5.Async5Program",
        JavaHome.ofApplications());
  }

  /** The httpasyncclient of the HttpComponents 4. */
  public static ClientLibrary async4(String version) {
    return new ClientLibrary(
        "apache4-async-" + version,
        "io.poolingagent.app.apache4.Async4Program",
        JavaHome.ofApplications());
  }

  /** Libraries of these names together, and those of the JDK, in one application. */
  public static ClientLibrary mixed(String... names) {
    return new ClientLibrary(
        String.join("+", names),
        "io.poolingagent.app.mixed.MixedProgram",
        JavaHome.ofApplications());
  }

  /** The same on another JDK. */
  public ClientLibrary on(JavaHome other) {
    return new ClientLibrary(name, program, other);
  }

  /** Its name in the agent's settings. */
  public String setting() {
    return name.startsWith("okhttp")
        ? "okhttp3"
        : name.startsWith("apache") ? name.substring(0, "apache4".length()) : name;
  }

  /** Whether it is a part of the JDK, so that there is no jar of it. */
  private boolean ofJdk() {
    return name.equals("jdk") || name.equals("urlconnection");
  }

  /**
   * Tells whether the library speaks HTTP/2 on this JDK: OkHttp before 3.3 knew ALPN only by a jar
   * on the boot class path.
   */
  public boolean speaksHttp2() {
    return name.equals("jdk") || (name.startsWith("okhttp") && !name.equals("okhttp-3.0.0"));
  }

  /**
   * Tells whether the agent shares HTTP/2 connections of the library on this JDK: the JDK's own
   * client fails requests in flight on GOAWAY before 17.0.17.
   */
  public boolean sharesHttp2() {
    return !name.equals("jdk")
        || java.feature() > 17
        || (java.feature() == 17 && java.update() >= 17);
  }

  /** Tells whether the library knows WebSockets: OkHttp since 3.5, and the JDK's new client. */
  public boolean speaksWebSocket() {
    return name.equals("jdk") || (name.startsWith("okhttp") && !name.equals("okhttp-3.0.0"));
  }

  /** Starts to describe the application; the test CA is its default trust. */
  public ForkedJvm.Builder jvm() {
    ForkedJvm.Builder builder =
        ForkedJvm.of(program)
            .java(java)
            // C2 takes almost half of the CPU time of JVMs that live for a few seconds, and G1 has
            // threads to start.
            .flags("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
            .flags(TestTls.trustFlags());
    builder.classPath(Path.of(System.getProperty("apps.dir", "target/classes")).toAbsolutePath());
    for (String one : name.split("\\+")) {
      Path jars =
          Path.of(System.getProperty("clients.dir", "target/clients"))
              .resolve(one)
              .toAbsolutePath();
      if (Files.isDirectory(jars)) {
        try (Stream<Path> files = Files.list(jars)) {
          files.sorted().forEach(builder::classPath);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      } else if (!ofJdk()) {
        throw new IllegalStateException(
            "no client library at " + jars + ": build this module first");
      }
    }
    return builder;
  }

  /** Starts the application as it is, with these JVM flags. */
  public App withoutAgent(String... flags) {
    return new App(jvm().flags(flags).start());
  }

  /** Starts the application with the agent and these settings, each {@code key=value}. */
  public App withAgent(String... settings) {
    return withAgent(settings, new String[0]);
  }

  /** Starts the application with the agent, its settings, and JVM flags. */
  public App withAgent(String[] settings, String[] flags) {
    return new App(jvm().flags(flags).agent(settings).start());
  }

  @Override
  public String toString() {
    return name + " on " + java;
  }
}
