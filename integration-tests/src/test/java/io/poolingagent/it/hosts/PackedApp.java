package io.poolingagent.it.hosts;

import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.Maven;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An application with its server inside: a project of {@code src/hosts}, which the Maven plugin of
 * its framework packs as it does for everybody.
 *
 * @param framework the project's folder
 * @param version the framework's
 * @param jar what is started, in the folder of the build
 */
record PackedApp(String framework, String version, String jar) {

  static PackedApp springBoot(String version) {
    return new PackedApp("spring-boot", version, "app.jar");
  }

  static PackedApp quarkus(String version) {
    return new PackedApp("quarkus", version, "quarkus-app/quarkus-run.jar");
  }

  /** Lets Maven build it. */
  void pack() throws IOException, InterruptedException {
    Files.createDirectories(target());
    Path pom = Path.of("src", "hosts", framework, "pom.xml");
    Path log = target().resolve("maven.log");
    if (Maven.run(pom, log, "package", "-Dframework.version=" + version, "-Dout=" + target())
        != 0) {
      throw new AssertionError("Maven does not build " + this + ":\n" + Files.readString(log));
    }
  }

  /** Describes how its users start it, to listen on this port. */
  ForkedJvm.Builder jvm(int port) {
    return ForkedJvm.of(target().resolve(jar).toString())
        .flags("-Dserver.port=" + port, "-Dquarkus.http.port=" + port, "-jar");
  }

  private Path target() {
    return Path.of("target", "packed-apps", framework + '-' + version).toAbsolutePath();
  }

  @Override
  public String toString() {
    return framework + ' ' + version;
  }
}
